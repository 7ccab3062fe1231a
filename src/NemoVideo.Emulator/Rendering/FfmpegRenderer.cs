using NemoVideo.Emulator.Configuration;
using NemoVideo.Emulator.Media;

namespace NemoVideo.Emulator.Rendering;

/// <summary>Renders a plan with the ffmpeg that is installed here.</summary>
internal sealed class FfmpegRenderer(DataDirectory data, EmulatorOptions options) : IDisposable
{
    private readonly string? _ffmpeg = options.UseFfmpeg ? ToolPath.Find("ffmpeg") : null;

    // Each ffmpeg uses several cores by itself; more at once would only make all of them late.
    private readonly SemaphoreSlim _places = new(Math.Max(1, Environment.ProcessorCount / 2));

    public bool IsThere => _ffmpeg is not null;

    /// <summary>The finished file.</summary>
    /// <exception cref="RenderFailedException">ffmpeg ended with an error.</exception>
    public async Task<RenderedFile> RenderAsync(string key, RenderPlan plan, CancellationToken cancellationToken)
    {
        await _places.WaitAsync(cancellationToken);
        var work = data.Folder("renders", "work", key);
        try
        {
            var note = await PrepareTitlesAsync(plan, work, cancellationToken);
            var command = new FfmpegCommand(plan, drawTitles: note is null);
            var (exitCode, _, errors) = await ChildProcess.RunAsync(_ffmpeg!, command.Arguments(), work, cancellationToken);
            if (exitCode != 0)
            {
                throw new RenderFailedException($"ffmpeg ended with {exitCode}: {errors.Trim()}");
            }

            // The name of the finished file appears only when all of the file is there.
            var path = Path.Combine(data.Folder("renders", "files"), key + ".mp4");
            File.Move(Path.Combine(work, FfmpegCommand.OutputName), path, overwrite: true);
            return new RenderedFile
            {
                Path = path,
                ByteCount = new FileInfo(path).Length,
                Duration = Mp4Boxes.ReadDuration(path),
                MadeBy = "ffmpeg",
                Note = note,
            };
        }
        finally
        {
            _places.Release();
            Directory.Delete(work, recursive: true);
        }
    }

    public void Dispose() => _places.Dispose();

    /// <summary>Lays texts and font beside the output; says why not where titles cannot be drawn.</summary>
    private async Task<string?> PrepareTitlesAsync(RenderPlan plan, string work, CancellationToken cancellationToken)
    {
        if (plan.Titles.Count == 0)
        {
            return null;
        }

        if (TitleFont.FilePath is not { } font)
        {
            return "titles not drawn: no font found";
        }

        var (_, filters, _) = await ChildProcess.RunAsync(_ffmpeg!, ["-hide_banner", "-filters"], work, cancellationToken);
        if (!filters.Contains(" drawtext ", StringComparison.Ordinal))
        {
            return "titles not drawn: this ffmpeg has no drawtext filter";
        }

        File.Copy(font, Path.Combine(work, FfmpegCommand.FontName), overwrite: true);
        for (var i = 0; i < plan.Titles.Count; i++)
        {
            await File.WriteAllTextAsync(Path.Combine(work, FfmpegCommand.TitleName(i)), plan.Titles[i].Text, cancellationToken);
        }

        return null;
    }
}
