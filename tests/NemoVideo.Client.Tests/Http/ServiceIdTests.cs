using System.Text.Json;
using NemoVideo.Client.Http;
using NemoVideo.Client.Tests.Support;

namespace NemoVideo.Client.Tests.Http;

/// <summary>Invalid IDs, which would change the path of a request or look like something else on a screen.</summary>
public sealed class ServiceIdTests
{
    public static TheoryData<string> NoIds =>
    [
        "", ".", "..", "a\nb", "a\rb", "a\tb", "a\u0085b", "a\u2028b", "a\u2029b", "a\u001b[2J", "a\u009b2J", "a\0", "a\u007f",
        "\u202Egpj.a", "a\u202C", "a\u2066b", "a\u2069b", "a\u200Bb", "a\u200E", "a\uFEFF", "a\u00ADb", "a\U000E0041",
        "a(token)b", new string('x', 1001), "a\uFFFEb", "\uFFFF",
    ];

    [Theory]
    [MemberData(nameof(NoIds))]
    public void Read_InvalidIdFromService_IsNull(string id)
    {
        // Escaped, since an unpaired surrogate can't be written literally.
        var json = "\"" + string.Concat(id.Select(static one => $"\\u{(int)one:x4}")) + "\"";
        using var document = JsonDocument.Parse($$"""{"id":{{json}},"taskId":"other"}""");

        Assert.Null(document.RootElement.Id("id"));
        Assert.Equal("other", document.RootElement.Id("id", "taskId"));
    }

    [Theory]
    [InlineData("ses_1-2.3")]
    [InlineData("...")]
    [InlineData("a/../b")]
    [InlineData("标题 é")]
    public void Read_ValidIdFromService_IsUnchanged(string id)
    {
        using var document = JsonDocument.Parse(JsonSerializer.Serialize(new { id }));

        Assert.Equal(id, document.RootElement.Id("id"));
    }

    [Fact]
    public async Task Call_IdWithPath_IsOneEscapedSegment()
    {
        await using var server = RawServer.Start(_ => RawReply.Json("""{"code":0,"data":{"state":{}}}"""));
        using var client = await server.ConnectAsync();

        await client.GetStateAsync("../../x?y#z", TestService.Ending);

        Assert.Equal("/api/state/nemo_agent/me/..%2F..%2Fx%3Fy%23z/latest", Assert.Single(server.Requests).Path);
    }

    [Theory]
    [InlineData("https://example.org/%E2%80%AE4pm.exe")]
    [InlineData("https://example.org/%E2%80%A8forged")]
    [InlineData("https://example.org/a?b=%E2%81%A6c")]
    public void Read_UrlWithInvisibleCharacters_IsNull(string text) => Assert.Null(JsonAccess.WebAddress(text));
}
