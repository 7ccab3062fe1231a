using System.Text.Json;
using NemoVideo.Client.Errors;
using NemoVideo.Client.Tests.Errors;
using NemoVideo.Client.Tests.Support;
using NemoVideo.Client.Timeline;

namespace NemoVideo.Client.Tests.Hostile;

/// <summary>Replaces each field of each response by each kind of JSON: the call reads it or throws one clear error.</summary>
public sealed class ResponseSweepTests
{
    internal static readonly Dictionary<string, string> Responses = new()
    {
        ["token"] = """{"code":0,"message":"ok","data":{"token":"nmv_usr_a","user_id":"anon_1","expires_at":"2030-01-01T00:00:00Z","credits":100}}""",
        ["credits"] = """{"code":0,"data":{"available":1,"frozen":2,"total":3}}""",
        ["state"] = """{"code":0,"data":{"session_id":"s","task_id":"t","task_name":"n","user_id":"u","state":{"draft":{"t":[{"id":"a","tt":0,"m":{"title":"x"},"sg":[{"id":"b","s":0,"d":1000,"volume":0.5,"m":{"name":"y","volume":1}}]},{"tt":7,"sg":[{"text":"z","d":5}]}],"m":{"title":"t","width":1,"height":2},"d":1000,"other":1},"video_infos":[{"filename":"a.mp4"}],"canvas_config":{"width":1,"height":1},"generated_media":{"a":1}}}}""",
        ["render"] = """{"success":true,"code":0,"data":{"id":"r","status":"completed","progress":100,"output":{"url":"https://example.org/a","duration":1,"size":2},"error":""}}""",
        ["link"] = """{"code":0,"data":{"claim_token":"c","expires_in":604800}}""",
        ["session"] = """{"code":0,"data":{"task_id":"t","session_id":"s","user_id":"u"}}""",
        ["cancel"] = """{"success":true,"data":{"id":"r","status":"cancelled"}}""",
        ["submit"] = """{"id":"r","taskId":"r","status":"pending","progress":0,"outputUrl":"https://example.org/a"}""",
        ["file"] = """{"code":0,"data":{"files":[{"filename":"a.mp4","file_type":"video","cdn_url":"https://example.org/a","duration":1,"width":1,"height":1,"fps":30,"hash":"h"}],"session_state_applied":true}}""",
        ["address"] = """{"code":0,"data":{"files":[{"filename":"a.mp4","file_type":"video","url":"https://example.org/a"}]}}""",
    };

    public static TheoryData<string> Calls => [.. Responses.Keys];

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task Call_FieldOfAnyJsonKind_SucceedsOrThrowsInvalidResponse(string name)
    {
        var call = ServiceCall.Named(name);
        var reply = RawReply.Json(Responses[name]);
        await using var server = RawServer.Start(request => call.Matches(request) ? reply
            : request.Path.StartsWith("/api/render/", StringComparison.Ordinal) ? RawReply.Json("""{"detail":"no such render"}""", 404)
            : RawReply.Json(Responses["state"]));
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

    [Fact]
    public void State_FieldOfAnyJsonKind_CanBeComparedAndDrawn()
    {
        var original = Read(Responses["state"]);

        // The client rejects half a character in a name when it parses the response.
        var states = JsonVariants.Of(Responses["state"]).Where(static one =>
            one.Place.StartsWith("data.state", StringComparison.Ordinal) && !one.Json.Contains("\\ud83d\":", StringComparison.Ordinal));
        Assert.All(states, one =>
        {
            var other = Read(one.Json);

            Assert.Equal(other.Matches(Read(one.Json)), other.Fingerprint == Read(one.Json).Fingerprint);
            Assert.Equal(other.Matches(original), original.Matches(other));
            Assert.Equal(other.Matches(original), other.Fingerprint == original.Fingerprint);
            Assert.NotNull(TimelineDifference.Between(original, other).Summary);
            Assert.NotNull(TimelineDifference.Between(other, original).Summary);
            Assert.NotNull(other.Summary);
        });
    }

    private static async Task RunAsync(RawServer server, NemoClient client, ServiceCall call, TemporaryFolder folder)
    {
        if (call != ServiceCall.Token)
        {
            await call.RunAsync(client, folder);
            return;
        }

        using var other = await NemoClient.ConnectAsync(server.Options(token: null), Workbench.Ending);

        // The next request sends the values of this response.
        _ = await other.GetStateAsync("s", Workbench.Ending);
    }

    private static TimelineState Read(string response)
    {
        using var document = JsonDocument.Parse(response);
        return document.RootElement.TryGetProperty("data", out var data) && data.ValueKind == JsonValueKind.Object
            ? new TimelineState("s", data.Clone())
            : new TimelineState("s", default(JsonElement));
    }
}
