namespace NemoVideo.PowerShell.Progress;

/// <summary>Progress that is shown while the pipeline thread waits.</summary>
internal interface IProgressDisplay
{
    /// <summary>Shows the latest state, at most four times a second. Called on the pipeline thread only.</summary>
    void Show();
}
