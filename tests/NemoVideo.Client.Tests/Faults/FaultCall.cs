using NemoVideo.Client.Exports;
using NemoVideo.Client.Http;
using NemoVideo.Client.Tests.Errors;
using NemoVideo.Client.Tests.Support;
using NemoVideo.Emulator;
using NemoVideo.Emulator.Configuration;

namespace NemoVideo.Client.Tests.Faults;

/// <summary>
/// A call of the client and the request that the fault applies to: a column of the table. <c>*</c> in the path matches any text.
/// </summary>
internal sealed record FaultCall(string Name, string Method, string Path, Func<FaultRun, Task> RunAsync)
{
    /// <summary>Requests a free token. Connecting does this, before a client exists.</summary>
    public static FaultCall Token { get; } = new("token", "POST", "/api/auth/anonymous-token", static run => run.ConnectAsync()) { HasBearer = false };

    /// <summary>The calls that only read and name no session or export: <c>reads</c> in the table.</summary>
    public static IReadOnlyList<ServiceCall> Reads { get; } = [.. ServiceCall.All.Where(static call => call.Group == "read")];

    public static IReadOnlyList<FaultCall> All { get; } =
    [
        Token,
        new("session", "POST", "/api/tasks/me/with-session/nemo_agent", static async run =>
            Assert.NotEmpty((await run.Client.CreateSessionAsync("s", cancellationToken: TestService.Ending)).Id))
        { CountCreated = static host => host.Sessions.Count },
        new("link", "POST", "/api/auth/claim-token", static async run =>
            Assert.Contains("clm_", (await run.Client.CreateSessionLinkAsync(run.Session, TestService.Ending)).Address.Query, StringComparison.Ordinal)),
        new("upload", "POST", "/api/upload-video/*", static async run =>
            Assert.Equal("b.mp4", (await run.Client.UploadFileAsync(
                run.Session, run.Folder.Write("b.mp4", 200_000), cancellationToken: TestService.Ending)).FileName))
        { CountCreated = CountUploads, Deadline = static limits => limits.UrlUploadTimeout },
        new("address", "POST", "/api/upload-video/*", static async run =>
            Assert.EndsWith(".mp4", (await run.Client.UploadUrlAsync(run.Session, run.Clip, cancellationToken: TestService.Ending)).FileName, StringComparison.Ordinal))
        { CountCreated = CountUploads, Deadline = static limits => limits.UrlUploadTimeout },
        new("message", "POST", "/run_sse", static run => run.EditAsync())
        { CountCreated = static host => host.Sessions.Sum(session => session.MessageCount), IsStream = true, Deadline = static limits => limits.StreamIdleTimeout },
        .. Reads.Select(static call => new FaultCall(
            call.Name, call.Start.Method, call.Start.Path, run => call.RunAsync(run.Client, run.Folder))),
        new("state", "GET", "/api/state/*", static async run =>
            Assert.True((await run.Client.GetStateAsync(run.Session, TestService.Ending)).IsReady)),
        new("submit", "POST", "/api/render/proxy/lambda", static async run =>
            Assert.StartsWith("render_", (await run.Client.SubmitRenderAsync(run.Timeline, cancellationToken: TestService.Ending)).Id, StringComparison.Ordinal))
        { CountCreated = static host => host.RenderCount },
        new("status", "GET", "/api/render/proxy/lambda/*", static async run =>
            Assert.Equal(RenderStatus.Completed, (await run.Client.GetRenderAsync(run.Render.Id, TestService.Ending)).Status)),
        new("wait", "GET", "/api/render/proxy/lambda/*", static async run =>
            Assert.Equal(RenderStatus.Completed, (await run.Client.WaitForRenderAsync(run.Render.Id, cancellationToken: TestService.Ending)).Status)),
        new("cancel", "POST", "/api/render/proxy/lambda/*/cancel", static run => run.Client.CancelRenderAsync(run.Render.Id, TestService.Ending))
        { Options = static plain => plain with { RenderTime = TimeSpan.FromDays(1) } },
        new("download", "GET", "/api/render/proxy/*/download", static run => run.SaveAsync())
        { IsFile = true, Options = static plain => plain with { NoOutputUrl = true }, Deadline = static limits => limits.TransferIdleTimeout },
        new("video", "GET", "/output/*", static run => run.SaveAsync())
        { IsFile = true, HasBearer = false, Deadline = static limits => limits.TransferIdleTimeout },
    ];

    /// <summary>Whether the request has a bearer token.</summary>
    public bool HasBearer { get; private init; } = true;

    /// <summary>Whether the response is an event stream.</summary>
    public bool IsStream { get; private init; }

    /// <summary>Whether the response is a file.</summary>
    public bool IsFile { get; private init; }

    /// <summary>The number of objects of the kind that the call creates, from the emulator's records; null if it creates none.</summary>
    public Func<EmulatorHost, int>? CountCreated { get; private init; }

    /// <summary>The options of the emulator for this call.</summary>
    public Func<EmulatorOptions, EmulatorOptions> Options { get; private init; } = static plain => plain;

    /// <summary>The timeout of the call if the service stalls.</summary>
    public Func<NemoLimits, TimeSpan> Deadline { get; private init; } = static limits => limits.RequestTimeout;

    public static FaultCall Named(string name) => All.Single(call => call.Name == name);

    public bool Matches(string method, string path) => method == Method && IsPath(path);

    /// <summary>Whether the path matches.</summary>
    public bool IsPath(string path)
    {
        var ends = Path.Split('*');
        return ends.Length == 1 ? path == Path
            : path.Length > Path.Length - 1 && path.StartsWith(ends[0], StringComparison.Ordinal) && path.EndsWith(ends[1], StringComparison.Ordinal);
    }

    private static int CountUploads(EmulatorHost host) => host.Sessions.Sum(session => session.UploadCount);
}
