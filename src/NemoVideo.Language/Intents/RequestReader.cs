namespace NemoVideo.Language.Intents;

/// <summary>A part of a request with one intent.</summary>
/// <param name="Text">The text of the part as it was written.</param>
/// <param name="Prediction">The intents of the part.</param>
public sealed record RequestPart(string Text, IntentPrediction<RequestIntent> Prediction)
{
    /// <summary>The most likely intent. Talk is an edit if that is likely enough, and the likeliest request.</summary>
    public RequestIntent Intent => Prediction.Intent == RequestIntent.Talk
        && Prediction.Ranking[1] is { Intent: RequestIntent.Edit, Probability: >= MinEditProbability } ? RequestIntent.Edit : Prediction.Intent;

    /// <summary>Clauses that can be other requests, but aren't certain enough to be parts. Empty for an edit.</summary>
    public IReadOnlyList<RequestPart> Rest { get; init; } = [];

    /// <summary>Whether the text has too many clauses to be split.</summary>
    internal bool IsTooLong { get; init; }

    /// <summary>The probability of the most likely intent that isn't a combined request.</summary>
    internal double Confidence => Prediction.Ranking.First(static one => one.Intent != RequestIntent.Combined).Probability;

    /// <summary>The probability of an edit from which a text is one, although it can be talk. Chosen on the tables and on talk.tsv.</summary>
    public const double MinEditProbability = 0.195;
}

/// <summary>Splits a combined request such as "trim it, then export it" into parts with one intent each.</summary>
public sealed class RequestReader(IntentModel<RequestIntent> model)
{
    // A request with more clauses is a long message to the agent.
    private const int MaxClauses = 10;
    private const double MinCombinedProbability = 0.1;
    private const double MinSureProbability = 0.8;
    private const double MinRestEditProbability = 0.4;

    private static readonly IntentPrediction<RequestIntent> Edit = new([.. Enum.GetValues(typeof(RequestIntent)).Cast<RequestIntent>()
        .Select(static intent => new IntentProbability<RequestIntent>(intent, intent == RequestIntent.Edit ? 1 : 0))]);

    /// <summary>Reads requests with the trained model.</summary>
    public static RequestReader Default { get; } = new(IntentModels.Requests);

    /// <summary>
    /// Finds the parts of a request, in order. A request is split only if the model thinks that it can be a combined one, only between
    /// clauses, and only if the parts are together more likely than the whole with one intent. Neighboring parts have different intents.
    /// </summary>
    public IReadOnlyList<RequestPart> Read(string request)
    {
        var whole = Classify(request.Trim());
        var clauses = ClauseBoundary.Split(request);
        if (clauses.Count is < 2 or > MaxClauses)
        {
            return [whole with { IsTooLong = clauses.Count > MaxClauses }];
        }

        var parts = whole.Prediction.ProbabilityOf(RequestIntent.Combined) >= MinCombinedProbability ? FindBest(clauses, whole) : [whole];
        return parts.Count > 1 || whole.Intent is RequestIntent.Edit or RequestIntent.Combined
            ? parts
            : [whole with { Rest = FindRest(clauses, whole.Intent) }];
    }

    /// <summary>Finds the clauses that can be other requests than the whole.</summary>
    private List<RequestPart> FindRest(List<Clause> clauses, RequestIntent whole) =>
        clauses.ConvertAll(clause => Classify(clause.Text)).FindAll(
            part => part.Intent != whole && part.Intent is not (RequestIntent.Combined or RequestIntent.Talk)
                && (part.Intent == RequestIntent.Edit
                    ? part.Prediction.ProbabilityOf(RequestIntent.Edit) >= MinRestEditProbability
                    : part.Confidence >= MinSureProbability));

    /// <summary>Finds the most convincing sequence of parts that ends with each clause, from the first clause to the last.</summary>
    private List<RequestPart> FindBest(List<Clause> clauses, RequestPart whole)
    {
        var best = Enumerable.Repeat((Score: double.NegativeInfinity, Parts: new List<RequestPart>()), clauses.Count + 1).ToArray();
        best[0].Score = 0;
        for (var end = 1; end <= clauses.Count; end++)
        {
            for (var start = 0; start < end; start++)
            {
                var text = clauses[start] with { End = clauses[end - 1].End };
                var part = start == 0 && end == clauses.Count ? whole : Classify(text.Text);
                var isPossible = part == whole || (part.Intent != RequestIntent.Combined
                    && best[start].Parts.LastOrDefault()?.Intent != part.Intent);
                var score = best[start].Score + Math.Log(part.Confidence);
                if (isPossible && score > best[end].Score)
                {
                    best[end] = (score, [.. best[start].Parts, part]);
                }
            }
        }

        return best[clauses.Count].Parts;
    }

    private RequestPart Classify(string text) => new(text, RequestWords.IsVersion(text) ? Edit : model.Classify(text));
}
