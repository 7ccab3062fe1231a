namespace NemoVideo.Emulator.Streaming;

/// <summary>Several dialects in one stream: each thing that is said comes in the next one. Heartbeats take no turn.</summary>
internal sealed class MixedWriter(params IDialectWriter[] dialects) : IDialectWriter
{
    private int _said;

    public IEnumerable<Frame> Write(AgentOutput output) =>
        dialects[(output is AgentOutput.Heartbeat ? _said : _said++) % dialects.Length].Write(output);
}
