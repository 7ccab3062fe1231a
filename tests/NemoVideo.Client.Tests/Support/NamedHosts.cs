namespace NemoVideo.Client.Tests.Support;

/// <summary>
/// Brings every request to one server on loopback, whatever host it names: a test has neither those hosts nor their certificates.
/// </summary>
internal sealed class NamedHosts(RawServer server) : DelegatingHandler(new SocketsHttpHandler { AllowAutoRedirect = false })
{
    /// <summary>The addresses that were asked, in order.</summary>
    public List<string> Asked { get; } = [];

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var address = request.RequestUri!;
        Asked.Add(address.AbsoluteUri);
        request.RequestUri = new Uri(server.Url, $"/{address.Host}{address.AbsolutePath}");
        return base.SendAsync(request, cancellationToken);
    }
}
