namespace NemoVideo.PowerShell;

/// <summary>Waits for one export, and downloads it if there is a path. It doesn't run on the pipeline thread.</summary>
/// <remarks>The download begins after the task, because with -Force, it could replace the clip of an export that is read later.</remarks>
internal sealed class ExportWait(string id, ExportOrigin origin, string? path, OutputFileNames? names, Task inputRead)
    : IProgress<RenderJob>, IProgress<TransferProgress>
{
    /// <summary>The percentage after the render, if a download follows.</summary>
    private const double Rendered = 90;

    private readonly Stopwatch _elapsed = Stopwatch.StartNew();
    private volatile RenderJob? _latest;
    private volatile Transfer? _download;
    private string? _saved;

    public string Id => id;

    public ExportOrigin Origin => origin;

    private string Name => origin.Name ?? origin.SessionId ?? id;

    /// <summary>The path of the video. After the download, it can have another number: another program can take a free name.</summary>
    public string? Path => _saved ?? path;

    /// <summary>The downloaded bytes. Not read from the file, because another program may have moved it already.</summary>
    public long? ByteCount => _download?.Latest.Bytes;

    /// <summary>The status, such as "harbour: Processing, 45% (0:34)", and the percentage.</summary>
    public (string? Status, int Percent) Read()
    {
        var rendered = _latest?.Progress ?? 0;
        if (_download?.Read() is var (status, downloaded))
        {
            return (status, (int)(Rendered + ((100 - Rendered) * Math.Max(0, downloaded) / 100)));
        }

        var percent = _latest?.Progress is { } known ? $", {DisplayText.Percent(known)}" : "";
        return ($"{Name}: {_latest?.Status.ToString() ?? "Waiting"}{percent} ({DisplayText.Elapsed(_elapsed)})",
            (int)(path is null ? rendered : rendered * Rendered / 100));
    }

    /// <summary>The progress of several exports: how many are finished, and the total percentage.</summary>
    public static ProgressGroup<ExportWait> CreateProgress(
        PipelineWriter output, Func<IReadOnlyCollection<ExportWait>> waits, Func<int> finished) =>
        output.Display.Show(new ProgressGroup<ExportWait>(output, ("Exporting", "Export"),
        () =>
        {
            var count = finished() + waits().Count;
            var percent = (100 * finished()) + waits().Sum(static wait => wait.Read().Percent);
            return ($"{finished()} of {count} finished", percent / Math.Max(1, count));
        },
        waits, static wait => wait.Read()));

    public void Report(RenderJob value) => _latest = value;

    public void Report(TransferProgress value) => (_download ??= new Transfer(Name)).Report(value);

    public async Task<RenderJob> RunAsync(
        NemoClient client, TimeSpan? interval, TimeSpan? timeout, CancellationToken cancellationToken)
    {
        try
        {
            var job = await client.WaitForRenderAsync(id, interval, timeout, this, cancellationToken).ConfigureAwait(false);
            if (path is not null && job.Status == RenderStatus.Completed)
            {
                await Task.WhenAny(inputRead, Task.Delay(Timeout.Infinite, cancellationToken)).ConfigureAwait(false);
                _saved = await client.SaveRenderAsync(job, names!, path, this, cancellationToken).ConfigureAwait(false);
            }

            return job;
        }
        catch (NemoException failure)
        {
            failure.SourcePath = origin.SourcePath;
            throw;
        }
    }
}
