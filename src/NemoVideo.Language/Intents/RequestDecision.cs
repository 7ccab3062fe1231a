namespace NemoVideo.Language.Intents;

/// <summary>Decides whether a request can be sent without asking, because a message can cost credits.</summary>
public static class RequestDecision
{
    /// <summary>The probability of an edit from which a message is sent without asking. Chosen by cross-validation.</summary>
    public const double SendThreshold = 0.3;

    /// <summary>The same probability if the context makes a free intent likelier.</summary>
    public const double DoubtThreshold = 0.5;

    /// <summary>The probability from which a free intent is meant if an edit has clauses that only mention the video.</summary>
    public const double ContextThreshold = 0.6;

    /// <summary>
    /// A message is sent only if an edit is the most likely intent and its probability reaches the threshold. A free intent runs if
    /// it is the most likely one. A combined request that couldn't be split is asked about.
    /// </summary>
    /// <param name="part">The part of the request.</param>
    /// <param name="isDoubtful">Whether the context makes a free intent likelier.</param>
    public static bool IsQuestionNeeded(RequestPart part, bool isDoubtful = false) => part.Intent == RequestIntent.Combined
        || (part.Intent == RequestIntent.Edit && part.Prediction.Probability < (isDoubtful ? DoubtThreshold : SendThreshold));

    /// <summary>
    /// The two likeliest intents, to ask which of them is meant. One of them is an edit, because the question is whether to send.
    /// </summary>
    public static IReadOnlyList<RequestIntent> Choices(RequestPart part)
    {
        var likely = part.Prediction.Ranking.Select(static one => one.Intent)
            .Where(static intent => intent != RequestIntent.Combined).Take(2).ToList();
        return likely.Contains(RequestIntent.Edit) ? likely : [likely[0], RequestIntent.Edit];
    }
}
