using NemoVideo.Client;
using NemoVideo.Client.Rendering;

namespace NemoVideo.PowerShell.Exports;

/// <summary>One export that is waited for, and downloaded where it has a path. It runs beside the pipeline thread.</summary>
internal sealed class ExportWait(string id, string? sessionId, string? name, string? path) : IProgress<RenderJob>
{
    private volatile RenderJob? _latest;

    public string Id => id;

    public string? SessionId => sessionId;

    public string? Name => name;

    /// <summary>Where it is downloaded to; null where it is only waited for.</summary>
    public string? Path => path;

    /// <summary>Percent of the render as of the last look; null where it is not known.</summary>
    public double? Percent => _latest?.Progress;

    public void Report(RenderJob value) => _latest = value;

    public async Task<RenderJob> RunAsync(NemoClient client, TimeSpan? interval, bool overwrite, CancellationToken cancellationToken)
    {
        var job = await client.WaitForRenderAsync(id, interval, this, cancellationToken).ConfigureAwait(false);
        if (path is not null && job.Status == RenderStatus.Completed)
        {
            await client.SaveRenderAsync(job, path, overwrite, progress: null, cancellationToken).ConfigureAwait(false);
        }

        return job;
    }
}
