using NemoVideo.Client;
using NemoVideo.Client.Protocol;
using NemoVideo.Client.Transport;
using NemoVideo.PowerShell.Formatting;

namespace NemoVideo.PowerShell.Progress;

/// <summary>One export that is waited for, and downloaded where it has a path. It runs beside the pipeline thread.</summary>
/// <param name="id">The export.</param>
/// <param name="sessionId">Its session; null where it is not known.</param>
/// <param name="name">The name its file gets; null where it is not known.</param>
/// <param name="path">Where it is downloaded to; null where it is only waited for.</param>
/// <param name="video">The video that an earlier process has downloaded there; null where it has not.</param>
internal sealed class ExportWait(string id, string? sessionId, string? name, string? path, string? video)
    : IProgress<RenderJob>, IProgress<TransferProgress>
{
    private const double Rendered = 90;

    private volatile RenderJob? _latest;
    private volatile TransferMeter? _download;

    public string Id => id;

    public string? SessionId => sessionId;

    public string? Name => name;

    /// <summary>Where it is downloaded to; null where it is only waited for.</summary>
    public string? Path => path;

    /// <summary>How many bytes were downloaded. Asked here and not of the file, which another program may have taken away already.</summary>
    public long? ByteCount => _download?.Latest.Bytes;

    /// <summary>Percent as of the last look; where it is downloaded as well, the render makes the greater part.</summary>
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

    /// <summary>What the progress line says of it, such as "harbour: Processing, 45%".</summary>
    public string Status
    {
        get
        {
            var what = name ?? sessionId ?? id;
            return _download is { } download ? TransferText.Of(what, download)
                : _latest is { } latest ? $"{what}: {latest.Status}{(latest.Progress is { } percent ? ", " + DisplayText.Percent(percent) : "")}"
                : $"{what}: Asking";
        }
    }

    public void Report(RenderJob value) => _latest = value;

    public void Report(TransferProgress value)
    {
        _download ??= new TransferMeter(TimeProvider.System);
        _download.Report(value);
    }

    public async Task<RenderJob> RunAsync(NemoClient client, TimeSpan? interval, TimeSpan? timeout, bool overwrite, CancellationToken cancellationToken)
    {
        var job = await client.Earlier.WaitForRenderAsync(id, video, interval, timeout, this, cancellationToken).ConfigureAwait(false);
        if (path is not null && job is { Status: RenderStatus.Completed, IsForgotten: false } && (video is null || overwrite))
        {
            await client.SaveRenderAsync(job, path, overwrite, this, cancellationToken).ConfigureAwait(false);
        }

        return job;
    }
}
