using System.Text;
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

    public async Task BeginAsync(CancellationToken cancellationToken)
    {
        http.Response.ContentType = "text/event-stream";
        http.Response.Headers.CacheControl = "no-cache";
        await http.Response.StartAsync(cancellationToken);
    }

    /// <summary>Sends it; what comes of the fault plan on the way decides how the stream goes on.</summary>
    public async Task<StreamFate> SendAsync(AgentOutput output, CancellationToken cancellationToken)
    {
        foreach (var frame in dialect.Write(output))
        {
            if (await MeetFaultAsync(cancellationToken) is var fate and not StreamFate.GoesOn)
            {
                return fate;
            }

            await WriteAsync(frame, cancellationToken);
        }

        return StreamFate.GoesOn;
    }

    /// <summary>For the fault whose turn would come after the last event.</summary>
    public Task<StreamFate> EndAsync(CancellationToken cancellationToken) => MeetFaultAsync(cancellationToken);

    private async Task<StreamFate> MeetFaultAsync(CancellationToken cancellationToken)
    {
        if (_fault is null || _faultIsOver || _events < _fault.Number)
        {
            return StreamFate.GoesOn;
        }

        _faultIsOver = true;
        switch (_fault.Kind)
        {
            case FaultKind.Hold:
                using (var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, stopping))
                {
                    await holds.WaitAsync(either.Token);
                }

                return StreamFate.GoesOn;
            case FaultKind.DropStream:
                http.CutShort();
                return StreamFate.Broken;
            case FaultKind.ErrorEvent:
                foreach (var frame in dialect.Write(new AgentOutput.Error("INTERNAL", _fault.Argument ?? "")))
                {
                    await WriteAsync(frame, cancellationToken);
                }

                return StreamFate.Failed;
            case FaultKind.RawFrame:
                await WriteAsync(Frame.Of(_fault.Argument ?? ""), cancellationToken);
                return StreamFate.GoesOn;
            default:
                return StreamFate.GoesOn;
        }
    }

    private async Task WriteAsync(Frame frame, CancellationToken cancellationToken)
    {
        if (_frames++ > 0 && options.EventDelay > TimeSpan.Zero)
        {
            await Task.Delay(options.EventDelay, options.TimeProvider, cancellationToken);
        }

        await http.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(frame.Text), cancellationToken);
        await http.Response.Body.FlushAsync(cancellationToken);
        if (frame.IsEvent)
        {
            _events++;
            _entry?.SentEvent();
        }
    }
}
