namespace NemoVideo.Emulator.Streaming;

/// <summary>Puts what the agent says into the frames of one dialect. One writer serves one stream.</summary>
internal interface IDialectWriter
{
    /// <summary>The frames, in the order they are to be sent.</summary>
    IEnumerable<Frame> Write(AgentOutput output);
}
