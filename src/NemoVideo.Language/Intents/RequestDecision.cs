namespace NemoVideo.Language.Intents;

/// <summary>What to do with a part of a request.</summary>
public enum RequestAction
{
    /// <summary>Run the free intent.</summary>
    Run,
    /// <summary>Send the text to the agent without asking. It can cost credits.</summary>
    Send,
    /// <summary>Ask whether to send the text, or which of the two likeliest intents is meant.</summary>
    Ask,
}

/// <summary>Decides whether a request can be sent without asking, because a message can cost credits.</summary>
public static class RequestDecision
{
    /// <summary>The probability of an edit from which a message is sent without asking. Chosen by cross-validation.</summary>
    public const double SendThreshold = 0.3;

    /// <summary>
    /// A message is sent only if an edit is the most likely intent and its probability reaches the threshold. A free intent runs if
    /// it is the most likely one. A combined request that couldn't be split is asked about.
    /// </summary>
    public static RequestAction Of(RequestPart part) => part.Intent switch
    {
        RequestIntent.Edit => part.Prediction.Probability >= SendThreshold ? RequestAction.Send : RequestAction.Ask,
        RequestIntent.Combined => RequestAction.Ask,
        _ => RequestAction.Run,
    };

    /// <summary>The two likeliest intents, to ask which of them is meant.</summary>
    public static IReadOnlyList<RequestIntent> Choices(RequestPart part) =>
    [
        .. part.Prediction.Ranking.Select(static one => one.Intent).Where(static intent => intent != RequestIntent.Combined).Take(2),
    ];
}
