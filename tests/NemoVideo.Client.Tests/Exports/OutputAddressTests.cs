using NemoVideo.Client.Exports;
using NemoVideo.Client.Http;

namespace NemoVideo.Client.Tests.Exports;

public sealed class OutputAddressTests
{
    private const string Api = "https://api.example/";
    private const string Local = "http://127.0.0.1:5090/";

    [Theory]
    [InlineData(Api, "https://cdn.example/v.mp4")]
    [InlineData(Api, "https://192.168.1.1/v.mp4")]
    [InlineData(Api, "https://api.example/v.mp4")]
    [InlineData(Local, "http://127.0.0.1:5090/v.mp4")]
    [InlineData(Local, "http://localhost:7000/v.mp4")]
    public void Refusal_WebOrApiUrl_IsNull(string api, string address) => Assert.Null(Refusal(api, address, api));

    [Theory]
    [InlineData(Api, "http://cdn.example/v.mp4", "in transit")]
    [InlineData(Api, "http://api.example/v.mp4", "in transit")]
    [InlineData(Local, "http://cdn.example/v.mp4", "in transit")]
    [InlineData(Local, "http://10.0.0.1/v.mp4", "in transit")]
    [InlineData(Api, "http://127.0.0.1/v.mp4", "in transit")]
    [InlineData(Api, "file:///etc/passwd", "not a valid http or https URL")]
    [InlineData(Api, "ftp://cdn.example/v.mp4", "not a valid http or https URL")]
    public void Refusal_OtherUrl_ReturnsReason(string api, string address, string expectedText) =>
        Assert.Contains(expectedText, Refusal(api, address, api), StringComparison.Ordinal);

    [Fact]
    public void Refusal_OtherHostResolvesToLoopback_ReturnsReason() =>
        Assert.Contains("in transit", Refusal(Local, "http://127.0.0.1:5090/v.mp4", "https://cdn.example/v.mp4"), StringComparison.Ordinal);

    private static string? Refusal(string api, string address, string from) =>
        OutputAddress.Refusal(new Uri(address), new ApiOrigin(new Uri(api)), new Uri(from));
}
