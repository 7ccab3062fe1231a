namespace NemoVideo.Emulator.Rendering;

/// <summary>Creates the file of a render: with the installed ffmpeg, otherwise an uploaded clip, otherwise the built-in clip.</summary>
internal sealed class VideoRenderer(
    RenderPlanner planner, SessionStore sessions, BuiltInClip builtIn, DataDirectory data, EmulatorOptions options) : IDisposable
{
    private const int MaxErrorLength = 2000;

    private readonly string? _ffmpeg = options.UseFfmpeg ? ChildProcess.FindOnPath("ffmpeg") : null;

    // Each ffmpeg process uses several cores. More processes at once would only slow all of them down.
    private readonly SemaphoreSlim _slots = new(Math.Max(1, Environment.ProcessorCount / 2));

    public async Task<RenderedFile> RenderAsync(Render render, CancellationToken cancellationToken)
    {
        var plan = planner.Plan(render);
        if (_ffmpeg is null)
        {
            return Fallback(render, plan, "not rendered: ffmpeg was not found, or --no-ffmpeg was specified");
        }

        // ffmpeg never ends a video without a length.
        if (plan.Length <= TimeSpan.Zero)
        {
            return Fallback(render, plan, "not rendered: the timeline has no length");
        }

        await _slots.WaitAsync(cancellationToken);
        var work = data.Folder("renders", "work", render.Key);
        try
        {
            var note = await PrepareTextsAsync(_ffmpeg, plan, work, cancellationToken);
            var command = new FfmpegCommand(plan, drawTitles: note is null);
            var (exitCode, _, errors) = await ChildProcess.RunAsync(_ffmpeg, command.Arguments(), work, cancellationToken);
            if (exitCode != 0)
            {
                var problem = errors.AsSpan(0, Math.Min(errors.Length, MaxErrorLength)).Trim();
                return Fallback(render, plan, $"not rendered: ffmpeg exited with code {exitCode}: {problem}");
            }

            // Moved at the end, so that an incomplete file never has the final name.
            var path = Path.Combine(data.Folder("renders", "files"), render.Key + ".mp4");
            File.Move(Path.Combine(work, FfmpegCommand.OutputName), path, overwrite: true);
            return FileOf(path, "ffmpeg", note);
        }
        finally
        {
            _slots.Release();
            Directory.Delete(work, recursive: true);
        }
    }

    public void Dispose() => _slots.Dispose();

    private static RenderedFile FileOf(string path, string renderer, string? note) =>
        new(path, new FileInfo(path).Length, Mp4Boxes.ReadDuration(path), renderer, note);

    /// <summary>Writes texts and font to the working folder. Returns the reason if titles can't be drawn, otherwise null.</summary>
    private static async Task<string?> PrepareTextsAsync(string ffmpeg, RenderPlan plan, string work, CancellationToken cancellationToken)
    {
        if (plan.Titles.Count == 0)
        {
            return null;
        }

        if (TitleFont.FindPath(plan.Titles.Select(static title => title.Text)) is not { } font)
        {
            return "titles not drawn: no font found";
        }

        var (_, filters, _) = await ChildProcess.RunAsync(ffmpeg, ["-hide_banner", "-filters"], work, cancellationToken);
        if (!filters.Contains(" drawtext ", StringComparison.Ordinal))
        {
            return "titles not drawn: this ffmpeg has no drawtext filter";
        }

        File.Copy(font, Path.Combine(work, FfmpegCommand.FontName), overwrite: true);
        foreach (var (i, title) in plan.Titles.Index())
        {
            await File.WriteAllTextAsync(Path.Combine(work, FfmpegCommand.TitleName(i)), title.Text, cancellationToken);
        }

        return null;
    }

    private RenderedFile Fallback(Render render, RenderPlan plan, string note)
    {
        var uploads = (sessions.Find(render.SessionId)?.Uploads ?? []).Select(upload => sessions.PathOf(render.SessionId, upload));
        return plan.Clips.Select(clip => clip.Path).OfType<string>().Concat(uploads).FirstOrDefault(IsPlayable) is { } path
            ? FileOf(path, "upload", note)
            : FileOf(builtIn.FilePath, "builtin", note);
    }

    // The output must be a playable MP4 file.
    private static bool IsPlayable(string path) =>
        Path.GetExtension(path).Equals(".mp4", StringComparison.OrdinalIgnoreCase) && Mp4Boxes.ReadDuration(path) is not null;
}
