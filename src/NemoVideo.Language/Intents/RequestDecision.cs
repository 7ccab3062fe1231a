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
    public const double SendThreshold = 0.40;

    /// <summary>
    /// A message is sent only if an edit is the most likely intent and its probability reaches the threshold. A free intent runs if
    /// it is the most likely one.
    /// </summary>
    public static RequestAction Of(IntentPrediction<RequestIntent> prediction) =>
        prediction.Intent != RequestIntent.Edit ? RequestAction.Run
        : prediction.Probability >= SendThreshold ? RequestAction.Send
        : RequestAction.Ask;
}
