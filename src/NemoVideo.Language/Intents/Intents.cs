namespace NemoVideo.Language.Intents;

/// <summary>What a user wants with a request.</summary>
public enum RequestIntent
{
    /// <summary>Send a message to the agent. It can cost credits; every other intent is free.</summary>
    Edit,
    /// <summary>Upload files or URLs.</summary>
    Upload,
    /// <summary>Export the timeline.</summary>
    Export,
    /// <summary>Download a finished export, or get its link.</summary>
    Download,
    /// <summary>Read the status of exports or uploads.</summary>
    Status,
    /// <summary>Cancel what is in progress.</summary>
    Cancel,
    /// <summary>Read the credits.</summary>
    Credits,
    /// <summary>Read the state of the timeline, or the last change.</summary>
    State,
    /// <summary>Create, list, open, switch, rename or delete sessions, or get a link to one.</summary>
    Session,
    /// <summary>Explain how the tool works.</summary>
    HowTo,
    /// <summary>
    /// Say something that isn't a request about the video: a statement, praise, a wish not to change something, a plan for later, or an
    /// order for the program, the account or the computer.
    /// </summary>
    Talk,
    /// <summary>Several intents. <see cref="RequestReader"/> splits such a request if it can.</summary>
    Combined,
}

/// <summary>What a sentence of the agent tells the user to do in a GUI.</summary>
public enum AgentSentenceIntent
{
    /// <summary>No GUI instruction.</summary>
    None,
    /// <summary>Export or download the video in a GUI.</summary>
    Export,
    /// <summary>Look at something in a GUI that a command can print.</summary>
    State,
    /// <summary>Change the video in a GUI.</summary>
    Edit,
    /// <summary>Do something in a GUI that has no equivalent.</summary>
    Other,
}

/// <summary>The trained models.</summary>
public static class IntentModels
{
    /// <summary>Finds the intent of one part of a request. To find the parts first, use <see cref="RequestReader"/>.</summary>
    public static IntentModel<RequestIntent> Requests { get; } =
        new(() => ModelResource.Read("requests-words", "requests-characters", "edits-words", "edits-characters"));

    /// <summary>Finds what a sentence of the agent tells the user to do in a GUI.</summary>
    public static IntentModel<AgentSentenceIntent> AgentSentences { get; } =
        new(() => ModelResource.Read("agent-sentences-words", "agent-sentences-characters"));
}
