using System.Text.Json;
using NemoVideo.Client.Errors;
using NemoVideo.Client.Journal;
using NemoVideo.Client.Protocol;

namespace NemoVideo.Client.Operations;

/// <summary>Reads the answer to a question for credits (protocol section 7).</summary>
internal static class CreditResponse
{
    /// <exception cref="NemoException">It does not say how many there are: to tell of none would be untrue.</exception>
    public static CreditBalance Read(JsonElement data)
    {
        var frozen = Credits(data, "frozen") ?? 0;
        var total = Credits(data, "total");
        return (Credits(data, "available") ?? total - frozen) is { } available
            ? new CreditBalance(available, frozen, total ?? Whole((decimal)available + frozen))
            : throw new NemoException(
                NemoErrorKind.InvalidResponse,
                "The service's answer does not say how many credits there are.",
                "Check that the API address is right.");
    }

    private static long? Credits(JsonElement data, string name) =>
        data.Whole(name) ?? (data.Number(name) is { } number and > -1e18 and < 1e18 ? (long)number : null);

    private static long Whole(decimal number) => (long)Math.Max(long.MinValue, Math.Min(long.MaxValue, number));
}
