using System.Text.RegularExpressions;
using NemoVideo.Client.Errors;
using NemoVideo.Client.Tests.Errors;
using NemoVideo.Client.Tests.Support;

namespace NemoVideo.Client.Tests.Hostile;

/// <summary>Each hostile body as the response to each kind of call.</summary>
public sealed partial class HostileBodyTests
{
    private const string Invalid = "InvalidResponse";

    /// <summary>If the response of an upload is lost, the client looks for the upload in the state and reports that.</summary>
    private const string Failed = "ServiceFailure ConnectionLost";

    public static TheoryData<string, string, string> Bodies => new()
    {
        { "deep", "flood 200 10000 application/json <<{\"a\":[>>1<<]}>>", Invalid },
        { "deep list that is torn", "flood 200 1000000 application/json <<[>>", Invalid },
        { "deep data", "flood 200 10000 application/json {\"code\":0,\"data\":{\"session_id\":\"s\",\"state\":{\"draft\":<<{\"t\":[>>1<<]}>>}}}", Invalid },
        { "two gigabytes of JSON", "flood 200 2000000000 application/json {\"a\":\"<<x>>\"}", Invalid },
        { "a page without end", "flood 200 * text/html <html><<x>>", Invalid },
        { "spaces without end", "flood 200 * application/json << >>", Invalid },
        { "a million values", "flood 200 1000000 application/json [0<<,0>>]", Invalid },
        { "a compressed bomb", "flood 200 10000000 gzip application/json <<x>>", Invalid },
        { "a page", "flood 200 1 text/html <html><body>Welcome</body></html>", Invalid },
        { "a page of another charset", "flood 200 1 text/html;charset=utf-16 <html><body>Welcome</body></html>", Invalid },
        { "a list", "flood 200 1 application/json;charset=nobody-knows []", Invalid },
        { "a text", "flood 200 1 application/json \"text\"", Invalid },
        { "null", "flood 200 1 application/json null", Invalid },
        { "a failure's page without end", "flood 500 * text/html <html><<x>>", Invalid },
        { "a refusal's page without end", "flood 403 * text/html <html><<x>>", Invalid },
        { "a failure compressed", "flood 500 1000000 gzip text/html <<x>>", Failed },
        { "a deep failure", "flood 500 10000 application/json <<{\"error\":[>>1<<]}>>", Failed },
    };

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task Call_HostileBody_ThrowsNemoException(string name, string fault, string kinds)
    {
        await using var service = await HostileService.StartAsync();
        var differences = new List<string>();
        foreach (var call in service.Calls)
        {
            var error = await Record.ExceptionAsync(() => service.RunAsync(call, fault));

            if (error is not NemoException known || !kinds.Split(' ').Contains(known.Kind.ToString())
                || !PlainSentence().IsMatch(known.Message) || !PlainSentence().IsMatch(known.NextStep))
            {
                differences.Add($"{call.Name}: {error}");
            }
        }

        Assert.True(differences.Count == 0, $"{name}:\n{string.Join('\n', differences)}");
        Assert.Empty(service.Downloads);
    }

    [Theory]
    [InlineData("flood 200 10000 application/json <<[>>1<<]>>", "valid JSON", "API")]
    [InlineData("flood 200 * application/json <<x>>", "16777216 bytes", "MaxResponseBytes")]
    public async Task Call_HostileBody_ErrorNamesBodyAndNextStep(string fault, string expectedText, string nextStep)
    {
        await using var service = await HostileService.StartAsync();

        var error = await Assert.ThrowsAsync<NemoException>(() => service.RunAsync(ServiceCall.Named("credits"), fault));

        Assert.Contains(expectedText, error.Message, StringComparison.Ordinal);
        Assert.Contains(nextStep, error.NextStep, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("flood 200 * application/json <<x>>")]
    [InlineData("flood 200 1 text/html <html>data: no stream</html>")]
    public async Task Send_ResponseIsNoStream_AdvisesToCheckBeforeRetry(string fault)
    {
        await using var service = await HostileService.StartAsync();

        var error = await NemoAssert.ThrowsAsync(NemoErrorKind.InvalidResponse, () => service.RunAsync(ServiceCall.Named("message"), fault));

        Assert.Contains("charged", error.NextStep, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("text/html")]
    [InlineData("text/event-stream")]
    [InlineData("application/octet-stream")]
    [InlineData("application/json;charset=utf-16")]
    [InlineData("text/plain;charset=nobody-knows")]
    public async Task Call_ValidBodyWithOtherContentType_Succeeds(string type)
    {
        await using var service = await HostileService.StartAsync();

        await service.RunAsync(ServiceCall.Named("credits"), "flood 200 1 " + type + """ {"code":0,"data":{"available":7}}""");
    }

    [GeneratedRegex(@"^[A-Z][^{}<>\[\]\r\n]*\.$")]
    private static partial Regex PlainSentence();
}
