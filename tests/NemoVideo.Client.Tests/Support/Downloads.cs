using NemoVideo.Client.Http;
using NemoVideo.Client.Journal;
using NemoVideo.Client.Rendering;

namespace NemoVideo.Client.Tests.Support;

/// <summary>Downloads without a client around them, for what of the network or of the journal is not as a client has it.</summary>
internal static class Downloads
{
    /// <param name="http">Sends the requests.</param>
    /// <param name="api">The API's address.</param>
    /// <param name="output">Where a video of three bytes is.</param>
    /// <param name="journal">Is told of the download.</param>
    /// <param name="proxy">The proxy that the client takes to be on the way; null: the system's.</param>
    /// <param name="notice">Told of an address that was refused.</param>
    public static RenderDownload Make(HttpClient http, Uri api, Uri output, OperationJournal journal, System.Net.IWebProxy? proxy = null, Action<string>? notice = null)
    {
        var origin = new ApiOrigin(api);
        var failures = new ServiceFailure(new Uri("https://web.example/"), static () => null, static () => false, new Redaction(static () => null), TimeProvider.System);
        var transport = new ApiTransport(() => http, origin, new ProxyRoute(proxy, origin), failures, QuickLimits.Value, TimeProvider.System, CancellationToken.None);
        var job = new RenderJob("r", RenderStatus.Completed, 100, output, null, 3, null);
        return new RenderDownload(transport, origin, job, progress: null, journal, new PartialDownloads(journal), notice ?? (static _ => { }));
    }

    public static OperationJournal JournalIn(IJournalStore store) => new(store, TimeProvider.System, static text => text, static _ => { });
}
