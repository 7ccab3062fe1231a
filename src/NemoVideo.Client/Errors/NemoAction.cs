namespace NemoVideo.Client.Errors;

/// <summary>What the caller can do, as described by <see cref="NemoException.NextStep"/>; an application can add the command.</summary>
public enum NemoAction
{
    /// <summary>No call of the client solves the problem.</summary>
    None,
    /// <summary>Read the state of the session, to find out whether the request took effect.</summary>
    ReadState,
    /// <summary>Create a session and upload the files again.</summary>
    CreateSession,
    /// <summary>List the sessions with their IDs.</summary>
    ListSessions,
    /// <summary>Upload a clip, or generate one with a message.</summary>
    AddMedia,
    /// <summary>Send a message to the agent.</summary>
    SendMessage,
    /// <summary>Connect with a token of the user's own.</summary>
    SetToken,
    /// <summary>Connect without the cache and the history on disk.</summary>
    DisableCache,
    /// <summary>Connect with another API URL.</summary>
    SetApiUrl,
    /// <summary>Connect with another proxy or other credentials for it.</summary>
    SetProxy,
    /// <summary>Connect without a proxy.</summary>
    RemoveProxy,
    /// <summary>Repeat the call with the service's complete response shown.</summary>
    ShowResponse,
    /// <summary>Read the status of the render.</summary>
    ReadExport,
    /// <summary>Download the video of the render again.</summary>
    DownloadAgain,
    /// <summary>Start a render, which isn't charged.</summary>
    StartExport,
    /// <summary>Cancel the render again.</summary>
    CancelExport,
    /// <summary>Run the job again from the beginning. Its messages are charged again.</summary>
    RestartJob,
    /// <summary>Answer the question of the agent with a message in the session.</summary>
    AnswerQuestion,
    /// <summary>Run the job again and accept the timeline as it is. Messages that were sent aren't charged again.</summary>
    AcceptTimeline,
}
