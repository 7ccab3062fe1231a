namespace NemoVideo.Emulator.Protocol;

/// <summary>How the events of an answer to a message are written (protocol section 5).</summary>
public enum EventDialect
{
    /// <summary>One small JSON object a frame, told apart by its <c>type</c>.</summary>
    Flat,

    /// <summary>The events of a Google ADK server: content with parts, deltas before the whole text.</summary>
    Adk,

    /// <summary>The flat objects, each under an <c>event:</c> line.</summary>
    Named,

    /// <summary>All three in one stream.</summary>
    Mixed,
}
