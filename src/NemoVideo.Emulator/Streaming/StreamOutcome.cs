namespace NemoVideo.Emulator.Streaming;

/// <summary>What becomes of a stream after a frame.</summary>
internal enum StreamOutcome
{
    GoesOn,

    /// <summary>The connection is gone; the work goes on without a listener.</summary>
    Broken,

    /// <summary>The stream has said all it will; the work goes on in silence.</summary>
    Told,

    /// <summary>The stream said that the work failed: it ends, and the work is not done.</summary>
    Failed,
}
