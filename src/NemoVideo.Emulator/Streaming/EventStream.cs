using System.Text;
using NemoVideo.Emulator.Configuration;
using NemoVideo.Emulator.Faults;
using NemoVideo.Emulator.Recording;

namespace NemoVideo.Emulator.Streaming;

/// <summary>The answer to one message: sends frame by frame, each flushed, and lets the planned fault happen on the way.</summary>
internal sealed class EventStream(
    HttpContext http, IDialectWriter dialect, EmulatorOptions options, HoldGate holds, CancellationToken stopping)
{
    private readonly FaultSpecification? _fault = http.Features.Get<FaultSpecification>();
    private readonly RequestEntry? _entry = http.Features.Get<RequestEntry>();
    private int _events;
    private int _frames;
    private bool _faultIsOver;
    private Task? _release;

    public async Task BeginAsync(CancellationToken cancellationToken)
    {
        http.Response.ContentType = "text/event-stream";
        http.Response.Headers.CacheControl = "no-cache";
        await http.Response.StartAsync(cancellationToken);
    }

    /// <summary>Sends it; what comes of the fault plan on the way decides how the stream goes on.</summary>
    public async Task<StreamOutcome> SendAsync(AgentOutput output, CancellationToken cancellationToken)
    {
        foreach (var frame in dialect.Write(output))
        {
            if (await MeetFaultAsync(cancellationToken) is var fate and not StreamOutcome.GoesOn)
            {
                return fate;
            }

            await WriteAsync(frame, cancellationToken);
        }

        return StreamOutcome.GoesOn;
    }

    /// <summary>For the fault whose turn would come after the last event.</summary>
    public Task<StreamOutcome> EndAsync(CancellationToken cancellationToken) => MeetFaultAsync(cancellationToken);

    private async Task<StreamOutcome> MeetFaultAsync(CancellationToken cancellationToken)
    {
        if (_fault is null || _faultIsOver || _events < _fault.Number)
        {
            return StreamOutcome.GoesOn;
        }

        _faultIsOver = true;
        switch (_fault.Kind)
        {
            case FaultKind.Hold:
                await HoldAsync(UntilReleasedAsync, cancellationToken);
                return StreamOutcome.GoesOn;
            case FaultKind.HoldWithHeartbeats:
                await HoldAsync(BeatAsync, cancellationToken);
                return StreamOutcome.GoesOn;
            case FaultKind.DropStream:
                http.CutShort();
                return StreamOutcome.Broken;
            case FaultKind.EndStream:
                return StreamOutcome.Told;
            case FaultKind.ErrorEvent:
                await SendFramesAsync(new AgentOutput.Error("INTERNAL", _fault.Argument ?? ""), cancellationToken);
                return StreamOutcome.Failed;
            case FaultKind.ErrorLines:
                await WriteAsync(Frame.OfLines(_fault.Argument ?? ""), cancellationToken);
                return StreamOutcome.Failed;
            case FaultKind.RawFrame:
                await WriteAsync(Frame.Of(_fault.Argument ?? ""), cancellationToken);
                return StreamOutcome.GoesOn;
            case FaultKind.RawLines:
                await WriteAsync(Frame.OfLines(_fault.Argument ?? ""), cancellationToken);
                return StreamOutcome.GoesOn;
            case FaultKind.Replay:
                return await ReplayAsync(_fault, cancellationToken);
            default:
                return StreamOutcome.GoesOn;
        }
    }

    private async Task HoldAsync(Func<CancellationToken, Task> wait, CancellationToken cancellationToken)
    {
        _entry?.Held();
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, stopping);
        await wait(either.Token);
    }

    private Task UntilReleasedAsync(CancellationToken cancellationToken) =>
        (_release ?? holds.Released).WaitAsync(cancellationToken);

    private async Task BeatAsync(CancellationToken cancellationToken)
    {
        var released = UntilReleasedAsync(cancellationToken);
        while (!released.IsCompleted)
        {
            await SendFramesAsync(new AgentOutput.Heartbeat(), cancellationToken);
            await Task.WhenAny(released, Task.Delay(options.HeartbeatInterval, options.TimeProvider, cancellationToken));
        }

        await released;
    }

    private async Task<StreamOutcome> ReplayAsync(FaultSpecification fault, CancellationToken cancellationToken)
    {
        var recording = await File.ReadAllBytesAsync(fault.Argument!, cancellationToken);
        foreach (var frame in RecordedStream.Frames(recording.AsMemory(0, Math.Min(recording.Length, fault.CutAfter ?? recording.Length))))
        {
            await WriteAsync(frame, RecordedStream.IsWhole(frame), cancellationToken);
        }

        if (fault.CutAfter is null)
        {
            return StreamOutcome.Told;
        }

        http.CutShort();
        return StreamOutcome.Broken;
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
            // Whoever sees this event may release what comes after it at once.
            _release = holds.Released;
        }

        await http.Response.Body.WriteAsync(frame, cancellationToken);
        await http.Response.Body.FlushAsync(cancellationToken);
        if (isEvent)
        {
            _events++;
            _entry?.SentEvent();
        }
    }
}
