using NemoVideo.Emulator.Configuration;
using NemoVideo.Emulator.Media;

namespace NemoVideo.Emulator.Rendering;

internal sealed class RenderFailedException(string message) : Exception(message);

/// <summary>Renders a plan with the installed ffmpeg.</summary>
internal sealed class FfmpegRenderer(DataDirectory data, EmulatorOptions options) : IDisposable
{
    private readonly string? _ffmpeg = options.UseFfmpeg ? ChildProcess.FindOnPath("ffmpeg") : null;

    // Each ffmpeg process uses several cores. More processes at once would only slow all of them down.
    private readonly SemaphoreSlim _slots = new(Math.Max(1, Environment.ProcessorCount / 2));

    public bool IsInstalled => _ffmpeg is not null;

    /// <exception cref="RenderFailedException">ffmpeg ended with an error.</exception>
    public async Task<RenderedFile> RenderAsync(string key, RenderPlan plan, CancellationToken cancellationToken)
    {
        await _slots.WaitAsync(cancellationToken);
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

            // Moved at the end, so that an incomplete file never has the final name.
            var path = Path.Combine(data.Folder("renders", "files"), key + ".mp4");
            File.Move(Path.Combine(work, FfmpegCommand.OutputName), path, overwrite: true);
            return new RenderedFile(path, new FileInfo(path).Length, Mp4Boxes.ReadDuration(path), "ffmpeg", note);
        }
        finally
        {
            _slots.Release();
            Directory.Delete(work, recursive: true);
        }
    }

    public void Dispose() => _slots.Dispose();

    /// <summary>Writes texts and font to the working folder. Returns the reason if titles can't be drawn, otherwise null.</summary>
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
