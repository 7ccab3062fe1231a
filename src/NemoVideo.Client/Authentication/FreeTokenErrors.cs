using System.Text.RegularExpressions;
using NemoVideo.Client.Errors;
using NemoVideo.Client.Transport;

namespace NemoVideo.Client.Authentication;

/// <summary>Says why there is no free token: a limit and a refusal mean something else there than with any other call.</summary>
internal static class FreeTokenErrors
{
    private static readonly Regex Address = new(@"\baddress|\bip\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);
    private static readonly Regex Client = new(@"\bclient", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    /// <summary>The client id was refused: nothing else can be wrong with a request that holds nothing else.</summary>
    public static bool IsOfClientId(NemoException failure) => (int?)failure.StatusCode == 400 || failure.ServiceCode == 400;

    public static NemoException ToException(NemoException failure) => failure.Kind switch
    {
        NemoErrorKind.RateLimited => failure.Restate(NameLimit(failure.RawResponse ?? ""), NameWait(failure), action: NemoAction.SetToken),
        NemoErrorKind.Authentication => failure.Restate("The service refused to grant a free token.", "Try again later.", action: NemoAction.SetToken),
        _ when IsOfClientId(failure) => failure.Restate(
            "The service rejected the client ID and granted no free token.",
            "Set NEMO_CLIENT_ID to a UUID, or remove it to get a new one.",
            action: NemoAction.SetToken),
        _ when failure.Outcome == Outcome.Unknown => failure.Restate(
            failure.Message, "Try again later. If a token was granted and lost, the service grants the next one after seven days.", action: NemoAction.SetToken),
        _ => failure,
    };

    private static string NameLimit(string answer) =>
        Client.IsMatch(answer) ? "The service grants one free token per client ID every 7 days, and this client ID already has one."
        : Address.IsMatch(answer) ? "The limit of free tokens for this network address is reached."
        : "The limit of free tokens is reached: one per client ID every 7 days, and a few per network address.";

    private static string NameWait(NemoException limited) =>
        limited.RetryAfter is { } pause ? $"Try again in {RateLimit.Format(pause)}." : "Try again later.";
}
