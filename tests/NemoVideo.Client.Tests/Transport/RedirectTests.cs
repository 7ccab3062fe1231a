using NemoVideo.Client.Errors;
using NemoVideo.Client.Tests.Support;

namespace NemoVideo.Client.Tests.Transport;

/// <summary>A redirected call ends there: nothing is sent to the other URL, even if it is part of the API.</summary>
public sealed class RedirectTests
{
    public static TheoryData<int, string> Cases()
    {
        var cases = new TheoryData<int, string>();
        foreach (var status in new[] { 301, 302, 303, 307, 308 })
        {
            foreach (var call in new[] { "token", "credit", "state", "session", "upload", "message", "render", "cancel", "link" })
            {
                cases.Add(status, call);
            }
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Call_Redirected_ThrowsInvalidResponseAndIsNotFollowed(int status, string call)
    {
        await using var elsewhere = RawServer.Start(static _ => RawReply.Json("{}"));
        await using var server = RawServer.Start(request => Matches(request, call)
            ? RawReply.Of(status, null, [], $"Location: {elsewhere.Url}there")
            : request.Path.StartsWith("/api/render/", StringComparison.Ordinal) ? RawReply.Json("""{"error":"not found"}""", 404)
            : RawReply.Json("""{"code":0,"data":{"session_id":"s","state":{"draft":{"t":[{"sg":[{"d":1}]}]}}}}"""));
        using var folder = new TemporaryFolder();

        var error = await NemoAssert.ThrowsAsync(NemoErrorKind.InvalidResponse, () => CallAsync(server, folder, call));

        Assert.Contains("token", error.Message, StringComparison.Ordinal);
        Assert.Empty(elsewhere.Requests);
    }

    private static bool Matches(RawRequest request, string call) => call switch
    {
        "token" => request.Path == "/api/auth/anonymous-token",
        "credit" => request.Path.StartsWith("/api/credits", StringComparison.Ordinal),
        "state" => request.Path.StartsWith("/api/state", StringComparison.Ordinal),
        "session" => request.Path.StartsWith("/api/tasks", StringComparison.Ordinal),
        "upload" => request.Path.StartsWith("/api/upload-video", StringComparison.Ordinal),
        "message" => request.Path == "/run_sse",
        "render" => request.Path == "/api/render/proxy/lambda",
        "cancel" => request.Path.EndsWith("/cancel", StringComparison.Ordinal),
        "link" => request.Path == "/api/auth/claim-token",
        _ => throw new ArgumentException(call),
    };

    private static async Task CallAsync(RawServer server, TemporaryFolder folder, string call)
    {
        using var client = await NemoClient.ConnectAsync(server.Options(token: call == "token" ? null : RawServer.Token), Workbench.Ending);
        await (call switch
        {
            "token" or "link" => client.CreateSessionLinkAsync("s", Workbench.Ending),
            "credit" => client.GetCreditAsync(Workbench.Ending),
            "state" => client.GetStateAsync("s", Workbench.Ending),
            "session" => client.CreateSessionAsync("Summer", cancellationToken: Workbench.Ending),
            "upload" => client.UploadFileAsync("s", folder.Write("a.mp4", 10), cancellationToken: Workbench.Ending),
            "message" => client.SendAsync("s", "m", Workbench.Ending).ToListAsync(),
            "render" => client.SubmitRenderAsync(await client.GetStateAsync("s", Workbench.Ending), cancellationToken: Workbench.Ending),
            "cancel" => client.CancelRenderAsync("r", Workbench.Ending),
            _ => throw new ArgumentException(call),
        });
    }
}
