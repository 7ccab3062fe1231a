using NemoVideo.PowerShell.Output;

namespace NemoVideo.PowerShell.Progress;

/// <summary>Waits for one export, and downloads it if there is a path. It doesn't run on the pipeline thread.</summary>
/// <remarks>The download begins after the task, because with -Force, it could replace the clip of an export that is read later.</remarks>
internal sealed class ExportWait(string id, ExportOrigin origin, string? path, OutputFileNames? names, Task inputRead)
    : IProgress<RenderJob>, IProgress<TransferProgress>
{
    /// <summary>The percentage after the render, if a download follows.</summary>
    private const double Rendered = 90;

    private volatile RenderJob? _latest;
    private volatile TransferMeter? _download;
    private string? _saved;

    public string Id => id;

    public ExportOrigin Origin => origin;

    /// <summary>The path of the video. After the download, it can have another number: another program can take a free name.</summary>
    public string? Path => _saved ?? path;

    /// <summary>The downloaded bytes. Not read from the file, because another program may have moved it already.</summary>
    public long? ByteCount => _download?.Latest.Bytes;

    public double Percent
    {
        get
        {
            var rendered = _latest?.Progress ?? 0;
            return path is null ? rendered
                : _download?.Latest is { TotalBytes: > 0 and var total } download ? Rendered + ((100 - Rendered) * download.Bytes / total)
                : rendered * Rendered / 100;
        }
    }

    /// <summary>The status, such as "harbour: Processing, 45%".</summary>
    public string Status
    {
        get
        {
            var what = origin.Name ?? origin.SessionId ?? id;
            return _download is { } download ? TransferText.Format(what, download)
                : _latest is { Progress: { } percent } running ? $"{what}: {running.Status}, {DisplayText.Percent(percent)}"
                : $"{what}: {_latest?.Status.ToString() ?? "Waiting"}";
        }
    }

    public void Report(RenderJob value) => _latest = value;

    public void Report(TransferProgress value) => (_download ??= new TransferMeter(TimeProvider.System)).Report(value);

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
