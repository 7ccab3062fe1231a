using NemoVideo.Client;
using NemoVideo.Client.Rendering;

namespace NemoVideo.PowerShell.Exports;

/// <summary>One export that is waited for, and downloaded where it has a path. It runs beside the pipeline thread.</summary>
internal sealed class ExportWait(string id, string? sessionId, string? name, string? path)
    : IProgress<RenderJob>, IProgress<TransferProgress>
{
    private const double Rendered = 90;

    private volatile RenderJob? _latest;
    private long _downloaded;
    private long _total;

    public string Id => id;

    public string? SessionId => sessionId;

    public string? Name => name;

    /// <summary>Where it is downloaded to; null where it is only waited for.</summary>
    public string? Path => path;

    /// <summary>Percent as of the last look; where it is downloaded as well, the render makes the greater part.</summary>
    public double Percent
    {
        get
        {
            var rendered = _latest?.Progress ?? 0;
            var total = Interlocked.Read(ref _total);
            return path is null ? rendered
                : total == 0 ? rendered * Rendered / 100
                : Rendered + ((100 - Rendered) * Interlocked.Read(ref _downloaded) / total);
        }
    }

    public void Report(RenderJob value) => _latest = value;

    public void Report(TransferProgress value)
    {
        Interlocked.Exchange(ref _total, value.TotalBytes ?? 0);
        Interlocked.Exchange(ref _downloaded, value.Bytes);
    }

    public async Task<RenderJob> RunAsync(NemoClient client, TimeSpan? interval, TimeSpan? timeout, bool overwrite, CancellationToken cancellationToken)
    {
        var job = await client.WaitForRenderAsync(id, interval, timeout, this, cancellationToken).ConfigureAwait(false);
        if (path is not null && job.Status == RenderStatus.Completed)
        {
            await client.SaveRenderAsync(job, path, overwrite, this, cancellationToken).ConfigureAwait(false);
        }

        return job;
    }
}
