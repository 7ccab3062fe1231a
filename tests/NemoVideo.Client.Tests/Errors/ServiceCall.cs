using NemoVideo.Client.Protocol;
using NemoVideo.Client.Tests.Support;

namespace NemoVideo.Client.Tests.Errors;

/// <summary>
/// A call of the client. <c>Request</c> is the method and the start of the path of the request under test; <c>Group</c> is the kind
/// in the tables.
/// </summary>
internal sealed record ServiceCall(string Name, string Group, string Request, Func<NemoClient, TemporaryFolder, Task> RunAsync)
{
    /// <summary>Requests a free token. Connecting does this, before a client exists.</summary>
    public static ServiceCall Token { get; } = new("token", "token", "POST /api/auth/anonymous-token", static (_, _) => Task.CompletedTask);

    public static IReadOnlyList<ServiceCall> All { get; } =
    [
        new("credits", "credits", "GET /api/credits/", static (client, _) => client.GetCreditAsync(Workbench.Ending)),
        new("state", "state", "GET /api/state/", static (client, _) => client.GetStateAsync("s", Workbench.Ending)),
        new("render", "render", "GET /api/render/", static (client, _) => client.GetRenderAsync("r", Workbench.Ending)),
        new("download", "render", "GET /api/render/proxy/r/download", static (client, folder) => client.SaveRenderAsync(
            new RenderJob("r", RenderStatus.Completed, 100, null, null, null, null), folder.PathOf("r.mp4"), cancellationToken: Workbench.Ending)),
        new("link", "create", "POST /api/auth/claim-token", static (client, _) => client.CreateSessionLinkAsync("s", Workbench.Ending)),
        new("session", "create", "POST /api/tasks/", static (client, _) => client.CreateSessionAsync("n", cancellationToken: Workbench.Ending)),
        new("cancel", "cancel", "POST /api/render/proxy/lambda/", static (client, _) => client.CancelRenderAsync("r", Workbench.Ending)),
        new("submit", "submit", "POST /api/render/proxy/lambda", static async (client, _) => await client.SubmitRenderAsync(
            await client.GetStateAsync("s", Workbench.Ending), cancellationToken: Workbench.Ending)),
        new("file", "upload", "POST /api/upload-video/", static (client, folder) => client.UploadFileAsync(
            "s", folder.Write("a.mp4", 100), cancellationToken: Workbench.Ending)),
        new("address", "upload", "POST /api/upload-video/", static (client, _) => client.UploadUrlAsync(
            "s", new Uri("https://example.org/a.mp4"), cancellationToken: Workbench.Ending)),
        new("message", "message", "POST /run_sse", static (client, _) => client.SendAsync("s", "m", Workbench.Ending).ToListAsync()),
        Token,
    ];

    public static ServiceCall Named(string name) => All.Single(call => call.Name == name);

    public bool Matches(RawRequest request) => $"{request.Method} {request.Path}".StartsWith(Request, StringComparison.Ordinal);
}
