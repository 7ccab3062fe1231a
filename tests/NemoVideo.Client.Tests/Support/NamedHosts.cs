namespace NemoVideo.Client.Tests.Support;

/// <summary>Sends requests for any host to one server on loopback, since tests have neither those hosts nor their certificates.</summary>
internal sealed class NamedHosts(RawServer server) : DelegatingHandler(new SocketsHttpHandler { AllowAutoRedirect = false })
{
    /// <summary>The requested URLs, in order.</summary>
    public List<string> RequestedUrls { get; } = [];

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var address = request.RequestUri!;
        RequestedUrls.Add(address.AbsoluteUri);
        request.RequestUri = new Uri(server.Url, $"/{address.Host}{address.AbsolutePath}");
        return base.SendAsync(request, cancellationToken);
    }
}
