using System.Net;
using NemoVideo.Client.Tests.Support;

namespace NemoVideo.Client.Tests.Exports;

/// <summary>The URLs that a download requests if the output URL or a redirect is not allowed.</summary>
public sealed class DownloadAddressTests
{
    private const string ByApi = "https://api.example/api/render/proxy/r/download";

    [Fact]
    public async Task Save_UrlNotAllowed_DownloadsFromApiOnly() =>
        Assert.Equal([ByApi], await AskedAsync("http://cdn.example/v.mp4", location: ""));

    [Theory]
    [InlineData("http://cdn.example/w.mp4")]
    [InlineData("ftp://cdn.example/w.mp4")]
    public async Task Save_RedirectNotAllowed_DownloadsFromApi(string location) =>
        Assert.Equal(["https://cdn.example/v.mp4", ByApi], await AskedAsync("https://cdn.example/v.mp4", location));

    [Fact]
    public async Task Save_ProxyAndUnknownHostName_LetsProxyResolveIt() => Assert.Equal(
        ["https://nowhere.invalid/v.mp4"], await AskedAsync("https://nowhere.invalid/v.mp4", location: "", new WebProxy("http://proxy.example:3128")));

    /// <summary>The URLs that a successful download requests.</summary>
    private static async Task<IReadOnlyList<string>> AskedAsync(string output, string location, IWebProxy? proxy = null)
    {
        await using var server = RawServer.Start(request => request.Path == "/cdn.example/v.mp4"
            ? RawReply.Of(302, null, [], $"Location: {location}")
            : RawReply.Of(200, "video/mp4", TinyVideo.Of(1, 2, 3)));
        using var hosts = new NamedHosts(server);
        using var http = new HttpClient(hosts, disposeHandler: false);
        using var folder = new TemporaryFolder();
        var download = Downloads.Create(http, new Uri("https://api.example/"), new Uri(output), proxy);

        await download.SaveAsync(folder.PathOf("v.mp4"), overwrite: false, Workbench.Ending);

        Assert.Equal(TinyVideo.Of(1, 2, 3), await File.ReadAllBytesAsync(folder.PathOf("v.mp4"), Workbench.Ending));
        return hosts.RequestedUrls;
    }
}
