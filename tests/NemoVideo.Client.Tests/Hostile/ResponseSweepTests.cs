using NemoVideo.Client.Errors;
using NemoVideo.Client.Http;
using NemoVideo.Client.Tests.Errors;
using NemoVideo.Client.Tests.Support;

namespace NemoVideo.Client.Tests.Hostile;

/// <summary>Replaces each field of each response by each kind of JSON: the call reads it or throws one clear error.</summary>
public sealed class ResponseSweepTests
{
    internal static readonly Dictionary<string, string> Responses = ServiceCall.All.Where(static call => call.Response is not null)
        .ToDictionary(static call => call.Name, static call => call.Response!);

    public static TheoryData<string> Calls => [.. Responses.Keys];

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task Call_FieldOfAnyJsonKind_SucceedsOrThrowsInvalidResponse(string name)
    {
        var call = ServiceCall.Named(name);
        var reply = RawReply.Json(Responses[name]);
        await using var server = RawServer.Start(request => call.Matches(request) ? reply
            : ApiCalls.ReadRender == ServiceCall.Of(request).Call ? RawReply.Json("""{"detail":"no such render"}""", 404)
            : ServiceCall.Answer(request));
        using var folder = new TemporaryFolder();
        using var client = await server.ConnectAsync();
        var differences = new List<string>();
        foreach (var (place, kind, json) in JsonVariants.Of(Responses[name]))
        {
            reply = RawReply.Json(json);

            var error = await Record.ExceptionAsync(() => RunAsync(server, client, call, folder));

            // These fields report an error themselves.
            var isErrorField = place is "code" or "success" or "message" || place.EndsWith("error", StringComparison.Ordinal);
            if (error is not (null or NemoException { Kind: NemoErrorKind.InvalidResponse }) && !(isErrorField && error is NemoException))
            {
                differences.Add($"{place} as {kind}: {error}");
            }
        }

        Assert.True(differences.Count == 0, string.Join('\n', differences));
    }

    private static async Task RunAsync(RawServer server, NemoClient client, ServiceCall call, TemporaryFolder folder)
    {
        if (call != ServiceCall.Token)
        {
            await call.RunAsync(new CallTarget(client, folder));
            return;
        }

        using var other = await NemoClient.ConnectAsync(server.Options(token: null), TestService.Ending);

        // The next request sends the values of this response.
        _ = await other.GetStateAsync("s", TestService.Ending);
    }
}
