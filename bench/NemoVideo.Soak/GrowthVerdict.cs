namespace NemoVideo.Soak;

/// <summary>What is said of the growth of a process. Of two processes, the greater value is the verdict on both.</summary>
internal enum GrowthVerdict
{
    /// <summary>Nothing has grown by more than it may.</summary>
    Holds,

    /// <summary>The run was too short to tell.</summary>
    NotJudged,

    /// <summary>Something has grown by more than it may.</summary>
    Grows,
}
