namespace NemoVideo.Language.Intents;

/// <summary>An intent and its probability, from 0 to 1.</summary>
/// <typeparam name="TIntent">The intents.</typeparam>
/// <param name="Intent">The intent.</param>
/// <param name="Probability">The probability, from 0 to 1.</param>
public readonly record struct IntentProbability<TIntent>(TIntent Intent, double Probability) where TIntent : struct, Enum;

/// <summary>The probability of each intent of a sentence.</summary>
/// <typeparam name="TIntent">The intents.</typeparam>
/// <param name="Ranking">All intents, the most likely one first. The probabilities add up to 1.</param>
public sealed record IntentPrediction<TIntent>(IReadOnlyList<IntentProbability<TIntent>> Ranking) where TIntent : struct, Enum
{
    /// <summary>The most likely intent.</summary>
    public TIntent Intent => Ranking[0].Intent;

    /// <summary>The probability of the most likely intent.</summary>
    public double Probability => Ranking[0].Probability;

    /// <summary>The probability of an intent.</summary>
    public double ProbabilityOf(TIntent intent) => Ranking.First(one => one.Intent.Equals(intent)).Probability;
}
