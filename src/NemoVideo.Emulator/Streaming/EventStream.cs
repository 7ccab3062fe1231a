namespace NemoVideo.Emulator.Streaming;

/// <summary>The response to one message: sends and flushes each frame, and applies the planned fault.</summary>
internal sealed class EventStream(
    HttpContext http, IDialectWriter dialect, EmulatorOptions options, Signal release, CancellationToken cancellationToken)
{
    private readonly FaultRule? _fault = http.Features.Get<FaultRule>();
    private int _events;
    private int _frames;
    private bool _isFaultApplied;
    private Task? _released;

    private enum State
    {
        Open,

        /// <summary>Nothing more is sent. The work continues.</summary>
        Ended,

        /// <summary>The stream has reported that the work failed, or has asked a question. The work ends.</summary>
        Failed,
    }

    /// <summary>Sends all output. False if the stream has reported that the work failed.</summary>
    public async Task<bool> SendAsync(IEnumerator<AgentOutput> outputs)
    {
        http.Response.ContentType = "text/event-stream";
        http.Response.Headers.CacheControl = "no-cache";
        await http.Response.StartAsync(cancellationToken);
        var state = State.Open;
        while (state == State.Open && outputs.MoveNext())
        {
            foreach (var frame in dialect.Write(outputs.Current))
            {
                state = await ApplyFaultAsync();
                if (state != State.Open)
                {
                    break;
                }

                await WriteAsync(frame);
            }
        }

        // A fault can be due after the last event.
        state = state == State.Open ? await ApplyFaultAsync() : state;
        return state != State.Failed;
    }

    private async Task<State> ApplyFaultAsync()
    {
        if (_fault is null || _isFaultApplied || _events < _fault.Number)
        {
            return State.Open;
        }

        _isFaultApplied = true;
        var argument = _fault.Argument ?? "";
        await (_fault.Kind switch
        {
            FaultKind.HoldStream => HoldAsync(withHeartbeats: false),
            FaultKind.HoldStreamWithHeartbeats => HoldAsync(withHeartbeats: true),
            FaultKind.RawFrame => WriteAsync(Frame.OfData(argument)),
            FaultKind.RawLines or FaultKind.ErrorLines => WriteAsync(Frame.OfLines(argument)),
            FaultKind.ErrorEvent => WriteAsync(new AgentOutput.Error("INTERNAL", argument)),
            FaultKind.Question => WriteAsync(Question(argument)),
            FaultKind.Replay => ReplayAsync(_fault),
            _ => Task.CompletedTask,
        });
        if (_fault.Kind == FaultKind.DropStream || _fault.CutAfter is not null)
        {
            http.CloseConnection();
        }

        return _fault.Kind switch
        {
            FaultKind.ErrorEvent or FaultKind.ErrorLines or FaultKind.Question => State.Failed,
            FaultKind.DropStream or FaultKind.EndStream or FaultKind.Replay => State.Ended,
            _ => State.Open,
        };
    }

    /// <summary>A question of the agent (protocol section 5). It ends the turn, and nothing is done.</summary>
    private static AgentOutput.ToolCall Question(string prompt) => new(NewId.Prefixed("call_", 8), "ask_question", new JsonObject
    {
        ["title"] = "Question",
        ["questions"] = new JsonArray(new JsonObject { ["id"] = "q1", ["prompt"] = prompt, ["options"] = new JsonArray() }),
    });

    private async Task HoldAsync(bool withHeartbeats)
    {
        http.Entry().AddHold();
        var released = (_released ?? release.Next).WaitAsync(cancellationToken);
        while (withHeartbeats && !released.IsCompleted)
        {
            await WriteAsync(new AgentOutput.Heartbeat());
            await Task.WhenAny(released, Task.Delay(options.HeartbeatInterval, options.TimeProvider, cancellationToken));
        }

        await released;
    }

    /// <summary>Sends the bytes of a recorded stream unchanged, frame by frame.</summary>
    private async Task ReplayAsync(FaultRule fault)
    {
        var remaining = fault.Recording[..Math.Min(fault.Recording.Length, fault.CutAfter ?? int.MaxValue)];
        while (!remaining.IsEmpty)
        {
            var end = remaining.Span.IndexOf("\n\n"u8);
            var length = end < 0 ? remaining.Length : end + 2;
            await WriteAsync(remaining[..length], isEvent: end >= 0);
            remaining = remaining[length..];
        }
    }

    private async Task WriteAsync(AgentOutput output)
    {
        foreach (var frame in dialect.Write(output))
        {
            await WriteAsync(frame);
        }
    }

    private Task WriteAsync(Frame frame) => WriteAsync(Encoding.UTF8.GetBytes(frame.Text), frame.IsEvent);

    private async Task WriteAsync(ReadOnlyMemory<byte> frame, bool isEvent)
    {
        if (_frames++ > 0 && options.EventDelay > TimeSpan.Zero)
        {
            await Task.Delay(options.EventDelay, options.TimeProvider, cancellationToken);
        }

        if (isEvent && _events + 1 == _fault?.Number)
        {
            // Captured before the event is sent, because a test can release the stream as soon as it receives the event.
            _released = release.Next;
        }

        await http.Response.Body.WriteAsync(frame, cancellationToken);
        await http.Response.Body.FlushAsync(cancellationToken);
        if (isEvent)
        {
            _events++;
            http.Entry().Change(old => old with { EventsSent = old.EventsSent + 1 });
        }
    }
}
