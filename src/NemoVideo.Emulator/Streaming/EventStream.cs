using NemoVideo.Emulator.Configuration;
using NemoVideo.Emulator.Faults;
using NemoVideo.Emulator.Recording;

namespace NemoVideo.Emulator.Streaming;

/// <summary>The state of a stream after a frame.</summary>
internal enum StreamState
{
    Open,

    /// <summary>The connection was closed. The work continues.</summary>
    Disconnected,

    /// <summary>Nothing more is sent. The work continues.</summary>
    Ended,

    /// <summary>The stream has reported that the work failed. The work ends.</summary>
    Failed,
}

/// <summary>The response to one message: sends and flushes each frame, and applies the planned fault.</summary>
internal sealed class EventStream(
    HttpContext http, IDialectWriter dialect, EmulatorOptions options, ReleaseSignal release, CancellationToken stopping)
{
    private readonly FaultRule? _fault = http.Features.Get<FaultRule>();
    private readonly RequestEntry? _entry = http.Features.Get<RequestEntry>();
    private int _events;
    private int _frames;
    private bool _isFaultApplied;
    private Task? _released;

    public async Task BeginAsync(CancellationToken cancellationToken)
    {
        http.Response.ContentType = "text/event-stream";
        http.Response.Headers.CacheControl = "no-cache";
        await http.Response.StartAsync(cancellationToken);
    }

    public async Task<StreamState> SendAsync(AgentOutput output, CancellationToken cancellationToken)
    {
        foreach (var frame in dialect.Write(output))
        {
            if (await ApplyFaultAsync(cancellationToken) is var state and not StreamState.Open)
            {
                return state;
            }

            await WriteAsync(frame, cancellationToken);
        }

        return StreamState.Open;
    }

    /// <summary>Applies a fault that is due after the last event.</summary>
    public Task<StreamState> EndAsync(CancellationToken cancellationToken) => ApplyFaultAsync(cancellationToken);

    private async Task<StreamState> ApplyFaultAsync(CancellationToken cancellationToken)
    {
        if (_fault is null || _isFaultApplied || _events < _fault.Number)
        {
            return StreamState.Open;
        }

        _isFaultApplied = true;
        var argument = _fault.Argument ?? "";
        switch (_fault.Kind)
        {
            case FaultKind.HoldStream:
                await HoldAsync(WaitForReleaseAsync, cancellationToken);
                break;
            case FaultKind.HoldStreamWithHeartbeats:
                await HoldAsync(SendHeartbeatsAsync, cancellationToken);
                break;
            case FaultKind.RawFrame:
                await WriteAsync(Frame.OfData(argument), cancellationToken);
                break;
            case FaultKind.RawLines:
                await WriteAsync(Frame.OfLines(argument), cancellationToken);
                break;
            case FaultKind.DropStream:
                http.CloseConnection();
                return StreamState.Disconnected;
            case FaultKind.EndStream:
                return StreamState.Ended;
            case FaultKind.ErrorEvent:
                await SendFramesAsync(new AgentOutput.Error("INTERNAL", argument), cancellationToken);
                return StreamState.Failed;
            case FaultKind.ErrorLines:
                await WriteAsync(Frame.OfLines(argument), cancellationToken);
                return StreamState.Failed;
            case FaultKind.Replay:
                return await ReplayAsync(argument, _fault.CutAfter, cancellationToken);
        }

        return StreamState.Open;
    }

    private async Task HoldAsync(Func<CancellationToken, Task> wait, CancellationToken cancellationToken)
    {
        _entry?.AddHold();
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, stopping);
        await wait(linked.Token);
    }

    private Task WaitForReleaseAsync(CancellationToken cancellationToken) => (_released ?? release.Next).WaitAsync(cancellationToken);

    private async Task SendHeartbeatsAsync(CancellationToken cancellationToken)
    {
        var released = WaitForReleaseAsync(cancellationToken);
        while (!released.IsCompleted)
        {
            await SendFramesAsync(new AgentOutput.Heartbeat(), cancellationToken);
            await Task.WhenAny(released, Task.Delay(options.HeartbeatInterval, options.TimeProvider, cancellationToken));
        }

        await released;
    }

    // Sends the bytes of a recorded stream unchanged, frame by frame.
    private async Task<StreamState> ReplayAsync(string path, int? byteCount, CancellationToken cancellationToken)
    {
        ReadOnlyMemory<byte> remaining = await File.ReadAllBytesAsync(path, cancellationToken);
        remaining = remaining[..Math.Min(remaining.Length, byteCount ?? remaining.Length)];
        while (!remaining.IsEmpty)
        {
            var end = remaining.Span.IndexOf("\n\n"u8);
            var length = end < 0 ? remaining.Length : end + 2;
            await WriteAsync(remaining[..length], isEvent: end >= 0, cancellationToken);
            remaining = remaining[length..];
        }

        if (byteCount is null)
        {
            return StreamState.Ended;
        }

        http.CloseConnection();
        return StreamState.Disconnected;
    }

    private async Task SendFramesAsync(AgentOutput output, CancellationToken cancellationToken)
    {
        foreach (var frame in dialect.Write(output))
        {
            await WriteAsync(frame, cancellationToken);
        }
    }

    private Task WriteAsync(Frame frame, CancellationToken cancellationToken) =>
        WriteAsync(Encoding.UTF8.GetBytes(frame.Text), frame.IsEvent, cancellationToken);

    private async Task WriteAsync(ReadOnlyMemory<byte> frame, bool isEvent, CancellationToken cancellationToken)
    {
        if (_frames++ > 0 && options.EventDelay > TimeSpan.Zero)
        {
            await Task.Delay(options.EventDelay, options.TimeProvider, cancellationToken);
        }

        if (isEvent && _events + 1 == _fault?.Number)
        {
            // Read before the event is sent: a test that sees the event can release the stream at once.
            _released = release.Next;
        }

        await http.Response.Body.WriteAsync(frame, cancellationToken);
        await http.Response.Body.FlushAsync(cancellationToken);
        if (isEvent)
        {
            _events++;
            _entry?.AddSentEvent();
        }
    }
}
