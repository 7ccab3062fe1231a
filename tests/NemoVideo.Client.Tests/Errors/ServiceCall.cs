using NemoVideo.Client.Edits;
using NemoVideo.Client.Exports;
using NemoVideo.Client.Http;
using NemoVideo.Client.Tests.Support;

namespace NemoVideo.Client.Tests.Errors;

/// <summary>A call of the client, for the tests that sweep all calls.</summary>
/// <param name="Name">The name in test results.</param>
/// <param name="Group">The kind in the tables; <c>read</c> for a call that only reads and has no session or render in its path.</param>
/// <param name="Call">The request under test.</param>
/// <param name="Response">A response with every field that the client reads; null if it isn't JSON.</param>
/// <param name="RunAsync">Makes the call, and returns what a user can see.</param>
internal sealed record ServiceCall(
    string Name, string Group, ApiCall Call, string? Response, Func<NemoClient, TemporaryFolder, Task<object?>> RunAsync)
{
    /// <summary>Requests a free token. Connecting does this, before a client exists.</summary>
    public static ServiceCall Token { get; } = new(
        "token", "token", ApiCalls.RequestToken,
        """{"code":0,"message":"ok","data":{"token":"nmv_usr_a","user_id":"anon_1","expires_at":"2030-01-01T00:00:00Z","credits":100}}""",
        static (_, _) => Task.FromResult<object?>(null));

    public static IReadOnlyList<ServiceCall> All { get; } =
    [
        new("credits", "read", ApiCalls.ReadCredits, """{"code":0,"data":{"available":1,"frozen":2,"total":3}}""",
            static async (client, _) => await client.GetCreditAsync(TestService.Ending)),
        new("state", "state", ApiCalls.ReadState,
            """
            {"code":0,"data":{"session_id":"s","task_id":"t","task_name":"n","user_id":"u","state":{"draft":{"t":[{"id":"a",
            "tt":0,"m":{"title":"x"},"sg":[{"id":"b","s":0,"d":1000,"volume":0.5,"m":{"name":"y","volume":1}}]},{"tt":7,
            "sg":[{"text":"z","d":5}]}],"m":{"title":"t","width":1,"height":2},"d":1000,"other":1},
            "video_infos":[{"filename":"a.mp4"}],"canvas_config":{"width":1,"height":1},"generated_media":{"a":1}}}}
            """,
            static async (client, _) => await client.GetStateAsync("s", TestService.Ending)),
        new("render", "render", ApiCalls.ReadRender,
            """{"success":true,"code":0,"data":{"id":"r","status":"completed","progress":100,"output":{"url":"https://example.org/a","duration":1,"size":2},"error":""}}""",
            static async (client, _) => await client.GetRenderAsync("r", TestService.Ending)),
        new("download", "render", ApiCalls.Download, null, static async (client, folder) => await client.SaveRenderAsync(
            new RenderJob("r", RenderStatus.Completed, 100, null, null, null, null), folder.PathOf("r.mp4"), cancellationToken: TestService.Ending)),
        new("link", "create", ApiCalls.CreateLink, """{"code":0,"data":{"claim_token":"c","expires_in":604800}}""",
            static async (client, _) => await client.CreateSessionLinkAsync("s", TestService.Ending)),
        new("session", "create", ApiCalls.CreateSession, """{"code":0,"data":{"task_id":"t","session_id":"s","user_id":"u"}}""",
            static async (client, _) => await client.CreateSessionAsync("n", cancellationToken: TestService.Ending)),
        new("cancel", "cancel", ApiCalls.CancelRender, """{"success":true,"data":{"id":"r","status":"cancelled"}}""", static async (client, _) =>
        {
            await client.CancelRenderAsync("r", TestService.Ending);
            return null;
        }),
        new("submit", "submit", ApiCalls.SubmitRender,
            """{"id":"r","taskId":"r","status":"pending","progress":0,"outputUrl":"https://example.org/a"}""",
            static async (client, _) => await client.SubmitRenderAsync(
                await client.GetStateAsync("s", TestService.Ending), cancellationToken: TestService.Ending)),
        new("file", "upload", ApiCalls.Upload,
            """
            {"code":0,"data":{"files":[{"filename":"a.mp4","file_type":"video","cdn_url":"https://example.org/a","duration":1,
            "width":1,"height":1,"fps":30,"hash":"h"}],"session_state_applied":true}}
            """,
            static async (client, folder) => await client.UploadFileAsync("s", folder.Write("a.mp4", 100), cancellationToken: TestService.Ending)),
        new("address", "upload", ApiCalls.Upload,
            """{"code":0,"data":{"files":[{"filename":"a.mp4","file_type":"video","url":"https://example.org/a"}]}}""",
            static async (client, _) => await client.UploadUrlAsync("s", new Uri("https://example.org/a.mp4"), cancellationToken: TestService.Ending)),
        new("message", "message", ApiCalls.SendMessage, null,
            static async (client, _) => await client.EditAsync("s", "m", cancellationToken: TestService.Ending).ToListAsync() is var events
                && ((EditResult)events[^1]).Error?.Exception is { } error ? throw error : events),
        Token,
    ];

    /// <summary>The method, and the start of the path of the request under test.</summary>
    public (string Method, string Path) Start => (Call.Method.Method, "/" + Call.Path.Split('{')[0]);

    public static ServiceCall Named(string name) => All.Single(call => call.Name == name);

    /// <summary>Whether a request is the one under test.</summary>
    public bool Matches(RawRequest request) => request.Method == Start.Method
        && (Start.Path.Length == Call.Path.Length + 1 ? request.Path == Start.Path
            : request.Path.StartsWith(Start.Path, StringComparison.Ordinal) && request.Path.EndsWith(Call.Path.Split('}').Last(), StringComparison.Ordinal));
}
