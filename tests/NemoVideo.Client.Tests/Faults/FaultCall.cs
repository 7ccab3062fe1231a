using NemoVideo.Client.Edits;
using NemoVideo.Client.Exports;
using NemoVideo.Client.Http;
using NemoVideo.Client.Sessions;
using NemoVideo.Client.Tests.Errors;
using NemoVideo.Client.Tests.Support;
using NemoVideo.Client.Timeline;
using NemoVideo.Emulator;
using NemoVideo.Emulator.Configuration;

namespace NemoVideo.Client.Tests.Faults;

/// <summary>A call of the client and the request that the fault applies to: a column of the table.</summary>
internal sealed record FaultCall(string Name, ApiCall Call, Func<FaultRun, Task<object?>> RunAsync)
{
    /// <summary>Not a call of the API: the URL of a finished video, which is read without a token.</summary>
    private static readonly ApiCall Output = ApiCalls.Download with { Path = "output/{render}", IsAuthorized = false };

    public static FaultCall Token { get; } = new(ServiceCall.Token.Name, ServiceCall.Token.Call, static async run =>
    {
        await run.ConnectAsync();
        return null;
    });

    public static IReadOnlyList<FaultCall> All { get; } =
    [
        Token,
        .. ServiceCall.All.Where(static call => call != ServiceCall.Token)
            .Select(static call => new FaultCall(call.Name, call.Call, run => call.RunAsync(run.Target!))),
        new("wait", ApiCalls.ReadRender, static async run =>
            await run.Client.WaitForRenderAsync(run.Target!.Render.Id, cancellationToken: TestService.Ending)),
        new("video", Output, static run => ServiceCall.Named("download").RunAsync(run.Target!)),
    ];

    /// <summary>The path as in a fault plan, where <c>*</c> matches any text.</summary>
    public string Path { get; } = "/" + Call.Path.Replace("{session}", "*").Replace("{render}", "*");

    /// <summary>Whether the response is an event stream.</summary>
    public bool IsStream => Call == ApiCalls.SendMessage;

    /// <summary>Whether the response is a file.</summary>
    public bool IsFile => Call.IsStreamed && !IsStream;

    /// <summary>The timeout of the call if the service stalls.</summary>
    public TimeSpan Deadline(NemoLimits limits) =>
        IsFile ? limits.TransferIdleTimeout : IsStream ? limits.StreamIdleTimeout
        : Call.IsUpload ? limits.UrlUploadTimeout : limits.RequestTimeout;

    /// <summary>The options of the emulator for this call: a render that can still be canceled, or a video without a URL.</summary>
    public EmulatorOptions Options(EmulatorOptions plain) =>
        Call == ApiCalls.CancelRender ? plain with { RenderTime = TimeSpan.FromDays(1) }
        : Call == ApiCalls.Download ? plain with { NoOutputUrl = true }
        : plain;

    /// <summary>The number of objects of the kind that the call creates, from the emulator's records; null if it creates none.</summary>
    public int? CountCreated(EmulatorHost host) =>
        Call == ApiCalls.CreateSession ? host.Sessions.Count
        : Call == ApiCalls.Upload ? host.Sessions.Sum(static session => session.UploadCount)
        : Call == ApiCalls.SendMessage ? host.Sessions.Sum(static session => session.MessageCount)
        : Call == ApiCalls.SubmitRender ? host.RenderCount
        : null;

    public static FaultCall Named(string name) => All.Single(call => call.Name == name);

    /// <summary>Checks that what a call returned is complete.</summary>
    public static void AssertComplete(object? result, CallTarget? target)
    {
        switch (result)
        {
            case Session session:
                Assert.NotEmpty(session.Id);
                break;
            case SessionLink link:
                Assert.Contains("clm_", link.Address.Query, StringComparison.Ordinal);
                break;
            case UploadedMedia media:
                Assert.EndsWith(".mp4", media.FileName, StringComparison.Ordinal);
                break;
            case TimelineState state:
                Assert.True(state.IsReady);
                break;
            case RenderJob job:
                Assert.StartsWith("render_", job.Id, StringComparison.Ordinal);
                break;
            case string path:
                Assert.Equal(target!.Render.ByteCount, new FileInfo(path).Length);
                break;
            case List<AgentEvent> events:
                Assert.Contains("\"Hi\"", Assert.IsType<EditResult>(events[^1]).After.Summary, StringComparison.Ordinal);
                break;
        }
    }

    public bool Matches(string method, string path) => method == Call.Method.Method && IsPath(path);

    /// <summary>Whether the path matches.</summary>
    public bool IsPath(string path)
    {
        var ends = Path.Split('*');
        return ends.Length == 1 ? path == Path
            : path.Length > Path.Length - 1 && path.StartsWith(ends[0], StringComparison.Ordinal) && path.EndsWith(ends[1], StringComparison.Ordinal);
    }
}
