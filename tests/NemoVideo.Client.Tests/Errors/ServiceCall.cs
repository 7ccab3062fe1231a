using NemoVideo.Client.Edits;
using NemoVideo.Client.Exports;
using NemoVideo.Client.Http;
using NemoVideo.Client.Tests.Support;

namespace NemoVideo.Client.Tests.Errors;

/// <summary>The client and the objects that a call is made with.</summary>
internal sealed record CallTarget(NemoClient Client, TemporaryFolder Folder)
{
    public string Session { get; init; } = "s";

    public RenderJob Render { get; init; } = new("r", RenderStatus.Completed, 100, null, null, null, null);

    /// <summary>A URL that the service can fetch a clip from.</summary>
    public Uri Clip { get; init; } = new("https://example.org/a.mp4");

    /// <summary>Where a video is saved.</summary>
    public string VideoPath => Folder.PathOf("r.mp4");
}

/// <summary>How a test makes a call of <see cref="ApiCalls"/>. Each sweep over the calls enumerates <see cref="All"/>.</summary>
/// <param name="Name">The name in test results and in docs/faults.md.</param>
/// <param name="Group">The kind in the tables; <c>read</c> for a call that only reads and has no session or render in its path.</param>
/// <param name="Call">The request under test.</param>
/// <param name="Response">A response with every field that the client reads; null if it is an event stream or a file.</param>
/// <param name="RunAsync">Makes the call, and returns what a user can see.</param>
internal sealed record ServiceCall(string Name, string Group, ApiCall Call, string? Response, Func<CallTarget, Task<object?>> RunAsync)
{
    /// <summary>Requests a free token. Connecting does this, before a client exists.</summary>
    public static ServiceCall Token { get; } = new(
        "token", "token", ApiCalls.RequestToken,
        """{"code":0,"message":"ok","data":{"token":"nmv_usr_a","user_id":"anon_1","expires_at":"2030-01-01T00:00:00Z","credits":100}}""",
        static _ => Task.FromResult<object?>(null));

    public static IReadOnlyList<ServiceCall> All { get; } =
    [
        new("credits", "read", ApiCalls.ReadCredits, """{"code":0,"data":{"available":1,"frozen":2,"total":3}}""",
            static async on => await on.Client.GetCreditAsync(TestService.Ending)),
        new("state", "state", ApiCalls.ReadState,
            """
            {"code":0,"data":{"session_id":"s","task_id":"t","task_name":"n","user_id":"anon_7","state":{"draft":{"t":[{"id":"a",
            "tt":0,"m":{"title":"x"},"sg":[{"id":"b","s":0,"d":1000,"volume":0.5,"m":{"name":"y","volume":1}}]},{"tt":7,
            "sg":[{"text":"z","d":5}]}],"m":{"title":"t","width":1,"height":2},"d":1000,"other":1},
            "video_infos":[{"filename":"a.mp4"}],"canvas_config":{"width":1,"height":1},"generated_media":{"a":1}}}}
            """,
            static async on => await on.Client.GetStateAsync(on.Session, TestService.Ending)),
        new("status", "render", ApiCalls.ReadRender,
            """{"success":true,"code":0,"data":{"id":"r","status":"completed","progress":100,"output":{"url":"https://example.org/a","duration":1,"size":2},"error":""}}""",
            static async on => await on.Client.GetRenderAsync(on.Render.Id, TestService.Ending)),
        new("download", "render", ApiCalls.Download, null,
            static async on => await on.Client.SaveRenderAsync(on.Render, on.VideoPath, cancellationToken: TestService.Ending)),
        new("link", "create", ApiCalls.CreateLink, """{"code":0,"data":{"claim_token":"c","expires_in":604800}}""",
            static async on => await on.Client.CreateSessionLinkAsync(on.Session, TestService.Ending)),
        new("session", "create", ApiCalls.CreateSession, """{"code":0,"data":{"task_id":"t","session_id":"s","user_id":"anon_7"}}""",
            static async on => await on.Client.CreateSessionAsync("n", cancellationToken: TestService.Ending)),
        new("cancel", "cancel", ApiCalls.CancelRender, """{"success":true,"data":{"id":"r","status":"cancelled"}}""", static async on =>
        {
            await on.Client.CancelRenderAsync(on.Render.Id, TestService.Ending);
            return null;
        }),
        new("submit", "submit", ApiCalls.SubmitRender,
            """{"id":"r","taskId":"r","status":"pending","progress":0,"outputUrl":"https://example.org/a"}""",
            static async on => await on.Client.SubmitRenderAsync(
                await on.Client.GetStateAsync(on.Session, TestService.Ending), cancellationToken: TestService.Ending)),
        new("upload", "upload", ApiCalls.Upload,
            """
            {"code":0,"data":{"files":[{"filename":"a.mp4","file_type":"video","cdn_url":"https://example.org/a","duration":1,
            "width":1,"height":1,"fps":30,"hash":"h"}],"session_state_applied":true}}
            """,
            static async on => await on.Client.UploadFileAsync(
                on.Session, on.Folder.Write("b.mp4", 100), cancellationToken: TestService.Ending)),
        new("address", "upload", ApiCalls.Upload,
            """{"code":0,"data":{"files":[{"filename":"a.mp4","file_type":"video","url":"https://example.org/a"}]}}""",
            static async on => await on.Client.UploadUrlAsync(on.Session, on.Clip, cancellationToken: TestService.Ending)),
        new("message", "message", ApiCalls.SendMessage, null, static async on =>
        {
            var events = await on.Client.EditAsync(on.Session, "add a title \"Hi\"", cancellationToken: TestService.Ending).ToListAsync();
            return ((EditResult)events[^1]).Error?.Exception is { } error ? throw error : events;
        }),
        Token,
    ];

    /// <summary>The method, and the start of the path of the request under test.</summary>
    public (string Method, string Path) Start => (Call.Method.Method, "/" + Call.Path.Split('{')[0]);

    public static ServiceCall Named(string name) => All.Single(call => call.Name == name);

    /// <summary>The call that sends a request.</summary>
    public static ServiceCall Of(RawRequest request) => All.First(call => call.Matches(request));

    /// <summary>A normal response to any request of the API, for a user who isn't anonymous if the ID is another one.</summary>
    public static RawReply Answer(RawRequest request, string user = "anon_7")
    {
        var asked = Of(request);
        return asked.Call == ApiCalls.SendMessage ? RawReply.Stream("data: {\"type\":\"text\",\"content\":\"a\"}\n\n")
            : asked.Call == ApiCalls.Download ? RawReply.Of(200, "video/mp4", TinyVideo.Of(1))
            : RawReply.Json(asked.Response!.Replace("anon_7", user));
    }

    /// <summary>Whether a request is the one under test.</summary>
    public bool Matches(RawRequest request) => request.Method == Start.Method
        && (Start.Path.Length == Call.Path.Length + 1 ? request.Path == Start.Path
            : request.Path.StartsWith(Start.Path, StringComparison.Ordinal) && request.Path.EndsWith(Call.Path.Split('}').Last(), StringComparison.Ordinal));
}
