namespace NemoVideo.Client.Journal;

/// <summary>How far an operation is, as the journal last heard of it.</summary>
public enum JournalStep
{
    /// <summary>It was announced and never ended: it is under way, or its process died.</summary>
    Begun,

    /// <summary>The service answered that it was done.</summary>
    Done,

    /// <summary>It was clearly refused, or nothing was done.</summary>
    Failed,

    /// <summary>Whether it was done is not clear: the answer was lost, a deadline ran out, or the caller went away.</summary>
    Unknown,
}
