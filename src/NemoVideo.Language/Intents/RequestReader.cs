namespace NemoVideo.Language.Intents;

/// <summary>A part of a request with one intent.</summary>
/// <param name="Text">The text of the part as it was written.</param>
/// <param name="Prediction">The intents of the part.</param>
public sealed record RequestPart(string Text, IntentPrediction<RequestIntent> Prediction)
{
    /// <summary>The most likely intent.</summary>
    public RequestIntent Intent => Prediction.Intent;

    internal double Confidence => Prediction.Ranking.First(static one => one.Intent != RequestIntent.Combined).Probability;
}

/// <summary>Splits a combined request such as "trim it, then export it" into parts with one intent each.</summary>
public sealed class RequestReader(IntentModel<RequestIntent> model)
{
    // A request with more clauses is a long message to the agent.
    private const int MaxClauses = 10;
    private const double MinPartProbability = 0.3;
    private const double MinCombinedProbability = 0.1;

    /// <summary>Reads requests with the trained model.</summary>
    public static RequestReader Default { get; } = new(IntentModels.Requests);

    /// <summary>
    /// Finds the parts of a request, in order. A request is split only between clauses, and only if the model takes the whole for a
    /// combined request, each part has a likely intent, and the parts are together more likely than the whole with one intent.
    /// Neighboring parts have different intents.
    /// </summary>
    public IReadOnlyList<RequestPart> Read(string request)
    {
        var whole = new RequestPart(request.Trim(), model.Classify(request));
        var clauses = ClauseBoundary.Split(request);
        var isCombined = clauses.Count is > 1 and <= MaxClauses
            && whole.Prediction.ProbabilityOf(RequestIntent.Combined) >= MinCombinedProbability;
        return isCombined ? FindBest(request, clauses, whole) : [whole];
    }

    /// <summary>Finds the most convincing sequence of parts that ends with each clause, from the first clause to the last.</summary>
    private List<RequestPart> FindBest(string request, List<Clause> clauses, RequestPart whole)
    {
        var best = new (double Score, List<RequestPart> Parts)[clauses.Count + 1];
        best[0] = (0, []);
        for (var end = 1; end <= clauses.Count; end++)
        {
            best[end] = (double.NegativeInfinity, []);
            for (var start = 0; start < end; start++)
            {
                var part = start == 0 && end == clauses.Count ? whole : Classify(request, clauses[start].Start, clauses[end - 1].End);
                var isPossible = part == whole || (part.Intent != RequestIntent.Combined && part.Confidence >= MinPartProbability
                    && (start == 0 || best[start].Parts.Count > 0) && best[start].Parts.LastOrDefault()?.Intent != part.Intent);
                var score = best[start].Score + Math.Log(part.Confidence);
                if (isPossible && score > best[end].Score)
                {
                    best[end] = (score, [.. best[start].Parts, part]);
                }
            }
        }

        return best[clauses.Count].Parts;
    }

    private RequestPart Classify(string request, int start, int end)
    {
        var text = request.Substring(start, end - start);
        return new RequestPart(text, model.Classify(text));
    }
}
