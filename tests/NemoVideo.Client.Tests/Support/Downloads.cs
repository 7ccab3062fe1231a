using NemoVideo.Client.Exports;
using NemoVideo.Client.Http;

namespace NemoVideo.Client.Tests.Support;

/// <summary>Downloads without a client, for tests that replace the network.</summary>
internal static class Downloads
{
    /// <summary>Creates a download of a video of three bytes at <c>output</c>. A null proxy means the system's proxy.</summary>
    public static DownloadOperation Create(HttpClient http, Uri api, Uri output, System.Net.IWebProxy? proxy = null)
    {
        var job = new RenderJob("r", RenderStatus.Completed, 100, output, null, 7, null);
        return new DownloadOperation(TransportTo(api, () => http, proxy), new ApiOrigin(api), job, progress: null, static _ => { });
    }

    public static ApiTransport TransportTo(Uri api, Func<HttpClient> http, System.Net.IWebProxy? proxy = null)
    {
        var origin = new ApiOrigin(api);
        var redaction = new Redaction();
        var failures = new ServiceErrorFactory(new Uri("https://web.example/"), new TokenHolder(), TimeProvider.System);
        return new ApiTransport(new OneClient(http), origin, new ProxySelector(proxy, origin), failures, redaction, QuickLimits.Value, TimeProvider.System, CancellationToken.None);
    }

    private sealed class OneClient(Func<HttpClient> http) : IHttpClientFactory
    {
        public HttpClient CreateClient(string name) => http();
    }
}
