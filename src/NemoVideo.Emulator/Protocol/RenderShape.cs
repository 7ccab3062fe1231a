namespace NemoVideo.Emulator.Protocol;

/// <summary>Which of the documented shapes a render answer takes (protocol section 8).</summary>
public enum RenderShape
{
    /// <summary>The job's fields at the top level, the file under <c>output.url</c>.</summary>
    Top,

    /// <summary><c>{"success":true,"data":{…}}</c>, the file under <c>outputUrl</c>.</summary>
    Wrapped,

    /// <summary>The top-level fields inside the usual <c>code</c> envelope.</summary>
    Envelope,

    /// <summary>The wrapped form inside the <c>code</c> envelope.</summary>
    Nested,
}
