using NemoVideo.Client.Http;
using NemoVideo.Client.Skills;

namespace NemoVideo.Client.Tests.Support;

/// <summary>Downloads without a client, for tests that replace the network.</summary>
internal static class Downloads
{
    public static ApiTransport TransportTo(Uri api, Func<HttpClient> http, System.Net.IWebProxy? proxy = null, TimeProvider? time = null)
    {
        var origin = new ApiOrigin(api);
        var redaction = new Redaction();
        var failures = new ServiceErrorFactory(new Uri("https://web.example/"), new TokenHolder(), TimeProvider.System);
        return new ApiTransport(new OneClient(http), origin, new ProxySelector(proxy, origin), failures, redaction, new NemoClientOptions { Limits = QuickLimits.Value, TimeProvider = time ?? TimeProvider.System }, new RequestCaller(SkillProfile.Default, new ClientObserver()), new RateLimitPause(TimeProvider.System), CancellationToken.None);
    }

    private sealed class OneClient(Func<HttpClient> http) : IHttpClientFactory
    {
        public HttpClient CreateClient(string name) => http();
    }
}
