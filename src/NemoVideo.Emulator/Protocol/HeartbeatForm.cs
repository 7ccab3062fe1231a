namespace NemoVideo.Emulator.Protocol;

/// <summary>The forms of a keep-alive (protocol section 5).</summary>
public enum HeartbeatForm
{
    /// <summary><c>{"type":"heartbeat"}</c> as data.</summary>
    Typed,

    /// <summary>A data line with nothing on it.</summary>
    Empty,

    /// <summary>A comment line.</summary>
    Comment,

    /// <summary>The typed one under an <c>event: heartbeat</c> line.</summary>
    Named,
}
