using NemoVideo.Client.Errors;
using NemoVideo.Client.Tests.Errors;
using NemoVideo.Client.Tests.Support;

namespace NemoVideo.Client.Tests.Http;

/// <summary>A redirected call ends there: nothing is sent to the other URL, even if it is part of the API.</summary>
public sealed class RedirectTests
{
    public static MatrixTheoryData<int, string> Cases { get; } = new(
        [301, 302, 303, 307, 308], ServiceCall.All.Where(static call => !call.Call.IsRedirectable).Select(static call => call.Name));

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Call_Redirected_ThrowsInvalidResponseAndIsNotFollowed(int status, string name)
    {
        var call = ServiceCall.Named(name);
        await using var elsewhere = RawServer.Start(static _ => RawReply.Json("{}"));
        await using var server = RawServer.Start(request => call.Matches(request)
            ? RawReply.Of(status, null, [], $"Location: {elsewhere.Url}there")
            : request.Path.StartsWith("/api/render/", StringComparison.Ordinal) ? RawReply.Json("""{"error":"not found"}""", 404)
            : RawReply.Json("""{"code":0,"data":{"session_id":"s","state":{"draft":{"t":[{"sg":[{"d":1}]}]}}}}"""));
        using var folder = new TemporaryFolder();

        var error = await NemoAssert.ThrowsAsync(NemoErrorKind.InvalidResponse, async () =>
        {
            using var client = await NemoClient.ConnectAsync(
                server.Options(token: call == ServiceCall.Token ? null : RawServer.Token), Workbench.Ending);
            await (call == ServiceCall.Token ? ServiceCall.Named("credits") : call).RunAsync(client, folder);
        });

        Assert.Contains("token", error.Message, StringComparison.Ordinal);
        Assert.Empty(elsewhere.Requests);
    }
}
