namespace NemoVideo.Language;

/// <summary>What a clause means for the route of its request.</summary>
internal enum ClauseMeaning
{
    /// <summary>Nothing: politeness, praise, a statement, something that shall not be done.</summary>
    Nothing,

    /// <summary>Something the agent must hear: an edit, or what we do not understand.</summary>
    ForAgent,

    /// <summary>Asks for the finished video.</summary>
    Export,

    /// <summary>Asks for the credits.</summary>
    Credits,

    /// <summary>Asks for the state of the timeline.</summary>
    State,

    /// <summary>Hands a file to the service.</summary>
    Upload,

    /// <summary>Asks how far the exports are.</summary>
    ExportStatus,

    /// <summary>Ends the exports that are under way.</summary>
    Cancel,

    /// <summary>Asks how something is done, or what it costs.</summary>
    Help,
}
