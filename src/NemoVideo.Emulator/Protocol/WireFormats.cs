namespace NemoVideo.Emulator.Protocol;

/// <summary>The format of the events in a stream (protocol section 5).</summary>
public enum EventDialect
{
    /// <summary>One small JSON object per frame. Its <c>type</c> names the kind.</summary>
    Flat,

    /// <summary>The events of a Google ADK server: content with parts, text deltas before the full text.</summary>
    Adk,

    /// <summary>The flat objects, each with an <c>event:</c> line.</summary>
    Named,

    /// <summary>All three in one stream.</summary>
    Mixed,
}

/// <summary>The documented shapes of a render response (protocol section 8).</summary>
public enum RenderShape
{
    /// <summary>The fields at the top level, the file in <c>output.url</c>.</summary>
    Top,

    /// <summary><c>{"success":true,"data":{…}}</c>, the file in <c>outputUrl</c>.</summary>
    Wrapped,

    /// <summary>The top-level fields inside the usual <c>code</c> envelope.</summary>
    Envelope,

    /// <summary>The wrapped form inside the <c>code</c> envelope.</summary>
    Nested,
}
