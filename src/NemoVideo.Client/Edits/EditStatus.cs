namespace NemoVideo.Client.Edits;

/// <summary>How an edit ended.</summary>
public enum EditStatus
{
    /// <summary>The timeline changed.</summary>
    Succeeded,
    /// <summary>The agent asked a question. Its answer is an ordinary message in the same session.</summary>
    AwaitingInput,
    /// <summary>The timeline didn't change. The text of the agent, if any, can say why.</summary>
    Unchanged,
    /// <summary>The service reported an error. The timeline may have changed.</summary>
    Failed,
    /// <summary>Neither the stream nor the timeline shows whether the service made the edit. It may still make it.</summary>
    Unknown,
}
