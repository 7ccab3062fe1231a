using NemoVideo.Client.Protocol;
using NemoVideo.Client.Tests.Support;
using NemoVideo.Client.Transport;
using NemoVideo.Emulator;
using NemoVideo.Emulator.Configuration;

namespace NemoVideo.Client.Tests.Faults;

/// <summary>A call of the client and the one of its requests that a fault befalls: a column of the table.</summary>
/// <param name="Name">Its name in the tables.</param>
/// <param name="Method">The request's method.</param>
/// <param name="Path">The request's path, with <c>*</c> for what differs.</param>
/// <param name="RunAsync">Makes the call, and checks that what it gives is right.</param>
internal sealed record FaultCall(string Name, string Method, string Path, Func<FaultBench, Task> RunAsync)
{
    /// <summary>Asks for a free token: made by connecting, before there is a client.</summary>
    public static FaultCall Token { get; } = new("token", "POST", "/api/auth/anonymous-token", static bench => bench.ConnectAsync()) { HasBearer = false };

    public static IReadOnlyList<FaultCall> All { get; } =
    [
        Token,
        new("session", "POST", "/api/tasks/me/with-session/nemo_agent", static async bench =>
            Assert.NotEmpty((await bench.Client.CreateSessionAsync("s", cancellationToken: Workbench.Ending)).Id))
        { Made = static host => host.Sessions.Count },
        new("link", "POST", "/api/auth/claim-token", static async bench =>
            Assert.Contains("clm_", (await bench.Client.CreateSessionLinkAsync(bench.Session, Workbench.Ending)).Address.Query, StringComparison.Ordinal)),
        new("upload", "POST", "/api/upload-video/*", static async bench =>
            Assert.Equal("b.mp4", (await bench.Client.UploadFileAsync(
                bench.Session, bench.Folder.Write("b.mp4", 200_000), cancellationToken: Workbench.Ending)).FileName))
        { Made = CountUploads, Deadline = static limits => limits.TransferIdleTimeout },
        new("address", "POST", "/api/upload-video/*", static async bench =>
            Assert.EndsWith(".mp4", (await bench.Client.UploadUrlAsync(bench.Session, bench.Clip, Workbench.Ending)).FileName, StringComparison.Ordinal))
        { Made = CountUploads, Deadline = static limits => limits.UrlUploadTimeout },
        new("message", "POST", "/run_sse", static bench => bench.EditAsync())
        { Made = static host => host.Sessions.Sum(session => session.MessageCount), IsStream = true, Deadline = static limits => limits.StreamIdleTimeout },
        new("credits", "GET", "/api/credits/*", static async bench =>
            Assert.Equal(FaultBench.Credits, (await bench.Client.GetCreditAsync(Workbench.Ending)).Available)),
        new("state", "GET", "/api/state/*", static async bench =>
            Assert.True((await bench.Client.GetStateAsync(bench.Session, Workbench.Ending)).IsReady)),
        new("submit", "POST", "/api/render/proxy/lambda", static async bench =>
            Assert.StartsWith("render_", (await bench.Client.SubmitRenderAsync(bench.Timeline, cancellationToken: Workbench.Ending)).Id, StringComparison.Ordinal))
        { Made = static host => host.RenderCount },
        new("status", "GET", "/api/render/proxy/lambda/*", static async bench =>
            Assert.Equal(RenderStatus.Completed, (await bench.Client.GetRenderAsync(bench.Render.Id, Workbench.Ending)).Status)),
        new("wait", "GET", "/api/render/proxy/lambda/*", static async bench =>
            Assert.Equal(RenderStatus.Completed, (await bench.Client.WaitForRenderAsync(bench.Render.Id, cancellationToken: Workbench.Ending)).Status)),
        new("cancel", "POST", "/api/render/proxy/lambda/*/cancel", static bench => bench.Client.CancelRenderAsync(bench.Render.Id, Workbench.Ending))
        { Options = static plain => plain with { RenderTime = TimeSpan.FromDays(1) } },
        new("download", "GET", "/api/render/proxy/*/download", static bench => bench.SaveAsync())
        { IsFile = true, Options = static plain => plain with { NoOutputUrl = true }, Deadline = static limits => limits.TransferIdleTimeout },
        new("video", "GET", "/output/*", static bench => bench.SaveAsync())
        { IsFile = true, HasBearer = false, Deadline = static limits => limits.TransferIdleTimeout },
    ];

    /// <summary>Whether the request goes with the bearer.</summary>
    public bool HasBearer { get; private init; } = true;

    /// <summary>Whether its answer is an event stream.</summary>
    public bool IsStream { get; private init; }

    /// <summary>Whether its answer is a file.</summary>
    public bool IsFile { get; private init; }

    /// <summary>How many things there are, on the service's records, of the kind that the call makes; null where it makes none.</summary>
    public Func<EmulatorHost, int>? Made { get; private init; }

    /// <summary>What the emulator is told for it.</summary>
    public Func<EmulatorOptions, EmulatorOptions> Options { get; private init; } = static plain => plain;

    /// <summary>How long the call stands still before it gives up.</summary>
    public Func<NemoLimits, TimeSpan> Deadline { get; private init; } = static limits => limits.RequestTimeout;

    public static FaultCall Named(string name) => All.Single(call => call.Name == name);

    public bool IsMeant(string method, string path) => method == Method && IsPath(path);

    /// <summary>Whether it is the path, were the method the right one.</summary>
    public bool IsPath(string path)
    {
        var ends = Path.Split('*');
        return ends.Length == 1 ? path == Path
            : path.Length > Path.Length - 1 && path.StartsWith(ends[0], StringComparison.Ordinal) && path.EndsWith(ends[1], StringComparison.Ordinal);
    }

    private static int CountUploads(EmulatorHost host) => host.Sessions.Sum(session => session.UploadCount);
}
