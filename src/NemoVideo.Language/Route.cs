namespace NemoVideo.Language;

/// <summary>Where a request in plain words goes (protocol section 10).</summary>
public enum Route
{
    /// <summary>To the agent, as a message: everything that is none of the others. It may cost credits.</summary>
    Message,

    /// <summary>To the export of the timeline.</summary>
    Export,

    /// <summary>To the balance of the credits.</summary>
    Credits,

    /// <summary>To the state of the timeline.</summary>
    State,

    /// <summary>To the upload of a file.</summary>
    Upload,

    /// <summary>To a look at the exports that were started.</summary>
    ExportStatus,

    /// <summary>To the cancelling of the exports that are under way.</summary>
    Cancel,

    /// <summary>To nobody: it asks how something is done or what it costs, and is answered with the command's name.</summary>
    Help,
}
