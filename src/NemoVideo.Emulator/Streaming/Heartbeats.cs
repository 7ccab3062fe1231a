using NemoVideo.Emulator.Protocol;

namespace NemoVideo.Emulator.Streaming;

/// <summary>The keep-alives of one stream.</summary>
/// <param name="chosen">The form that each has.</param>
/// <param name="turns">Where none was chosen: the forms that take turns, so that a client meets each of them.</param>
internal sealed class Heartbeats(HeartbeatForm? chosen, params HeartbeatForm[] turns)
{
    private int _count;

    public Frame Next() => new(
        (chosen ?? turns[_count++ % turns.Length]) switch
        {
            HeartbeatForm.Typed => "data: {\"type\":\"heartbeat\"}\n\n",
            HeartbeatForm.Named => "event: heartbeat\ndata: {\"type\":\"heartbeat\"}\n\n",
            HeartbeatForm.Comment => ": keep-alive\n\n",
            _ => "data:\n\n",
        },
        IsEvent: false);
}
