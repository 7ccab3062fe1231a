namespace NemoVideo.Language.Intents;

/// <summary>An intent and its probability, from 0 to 1.</summary>
/// <typeparam name="TIntent">The intents.</typeparam>
/// <param name="Intent">The intent.</param>
/// <param name="Probability">The probability, from 0 to 1.</param>
public readonly record struct IntentProbability<TIntent>(TIntent Intent, double Probability) where TIntent : struct, Enum;

/// <summary>The probability of each intent of a sentence, and the words that decided.</summary>
/// <typeparam name="TIntent">The intents.</typeparam>
public sealed class IntentPrediction<TIntent>(
    IReadOnlyList<IntentProbability<TIntent>> ranking, Lazy<IReadOnlyList<WordContribution>> contributions)
    where TIntent : struct, Enum
{
    /// <summary>All intents, the most likely one first. The probabilities add up to 1.</summary>
    public IReadOnlyList<IntentProbability<TIntent>> Ranking => ranking;

    /// <summary>The most likely intent.</summary>
    public TIntent Intent => Ranking[0].Intent;

    /// <summary>The probability of the most likely intent.</summary>
    public double Probability => Ranking[0].Probability;

    /// <summary>The words that weighed most for the most likely intent against the second one. Computed only if used.</summary>
    public IReadOnlyList<WordContribution> Contributions => contributions.Value;

    /// <summary>The probability of an intent.</summary>
    public double ProbabilityOf(TIntent intent) => Ranking.First(one => one.Intent.Equals(intent)).Probability;
}

/// <summary>A word of a sentence and its contribution to the decision.</summary>
/// <param name="Word">The word as it was written, or up to four Chinese characters.</param>
/// <param name="Weight">How much it speaks for the most likely intent against the second one. Negative if it speaks against it.</param>
public readonly record struct WordContribution(string Word, double Weight);
