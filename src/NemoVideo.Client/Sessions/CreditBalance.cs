using NemoVideo.Client.Http;

namespace NemoVideo.Client.Sessions;

/// <summary>The account's credits (protocol section 7).</summary>
/// <param name="Available">The credits that can be spent.</param>
/// <param name="Frozen">The credits that are reserved for work in progress.</param>
/// <param name="Total">The sum of both.</param>
public sealed record CreditBalance(long Available, long Frozen, long Total)
{
    /// <summary>The approximate cost of an edit in credits. Exports are free.</summary>
    public const int EditCost = 50;

    /// <summary>The approximate cost of a generated clip in credits.</summary>
    public const int GenerationCost = 100;

    private static readonly TimeSpan ReadTimeout = TimeSpan.FromSeconds(5);

    /// <summary>A warning if the available credits may not cover these messages; null if they are enough for as many edits.</summary>
    public string? WarningFor(int messages) => Available >= (long)messages * EditCost ? null : FormattableString.Invariant(
        $"{(messages == 1 ? "The message" : $"The {messages} messages")} may cost {(long)messages * EditCost} credits or more, but ")
        + FormattableString.Invariant($"{(Available == 0 ? "no" : $"only {Available}")} credits were available when the command started. ")
        + FormattableString.Invariant($"An edit costs about {EditCost} credits, and a generated clip about {GenerationCost} credits. ")
        + "If the credits run out, no more messages are sent.";

    /// <summary>
    /// The credits; null if the service doesn't return them within 5 seconds. Nothing else depends on this request, so its rate limit pauses
    /// no others.
    /// </summary>
    internal static async Task<CreditBalance?> TryGetAsync(ApiTransport transport, CancellationToken cancellationToken)
    {
        if (transport.IsPaused)
        {
            return null;
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(ReadTimeout);
        try
        {
            return Read((await transport.SendOptionalAsync(ApiCalls.ReadCredits, limit.Token).ConfigureAwait(false)).Content());
        }
        catch (Exception)
        {
            return null;
        }
    }

    internal static async Task<CreditBalance> GetAsync(ApiTransport transport, CancellationToken cancellationToken)
    {
        var request = transport.SendAsync(ApiCalls.ReadCredits, id: null, content: null, cancellationToken);
        return Read((await request.ConfigureAwait(false)).Content());
    }

    /// <exception cref="NemoException">The service's response doesn't contain the credit balance.</exception>
    internal static CreditBalance Read(JsonElement data)
    {
        var frozen = Credits(data, "frozen") ?? 0;
        var total = Credits(data, "total");
        return (Credits(data, "available") ?? total - frozen) is { } available
            ? new CreditBalance(available, frozen, total ?? available + frozen)
            : throw new NemoException(
                NemoErrorKind.InvalidResponse,
                "The service's response doesn't contain the credit balance.",
                "Check that the API URL is correct.")
            { Outcome = Outcome.Unknown };
    }

    private static long? Credits(JsonElement data, string name) =>
        data.Whole(name) ?? (data.Number(name) is { } number and > -1e18 and < 1e18 ? (long)number : null);
}
