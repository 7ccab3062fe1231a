using System.Text.RegularExpressions;
using NemoVideo.Client.Errors;
using NemoVideo.Client.Transport;

namespace NemoVideo.Client.Authentication;

/// <summary>Says why there is no free token: a limit and a refusal mean something else there than with any other call.</summary>
internal static class FreeTokenErrors
{
    private const string OwnToken = "use a token of your own: Connect-Nemo -Token, or the environment variable NEMO_TOKEN.";

    private static readonly Regex Address = new(@"\baddress|\bip\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);
    private static readonly Regex Client = new(@"\bclient", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    /// <summary>The client id was refused: nothing else can be wrong with a request that holds nothing else.</summary>
    public static bool IsOfClientId(NemoException failure) => (int?)failure.StatusCode == 400 || failure.ServiceCode == 400;

    public static NemoException ToException(NemoException failure) => failure.Kind switch
    {
        NemoErrorKind.RateLimited => failure.Restate(NameLimit(failure.RawResponse ?? ""), $"{NameWait(failure)}, or {OwnToken}"),
        NemoErrorKind.Authentication => failure.Restate("The service refused to give a free token.", $"Try again later, or {OwnToken}"),
        _ when IsOfClientId(failure) => failure.Restate(
            "The service did not accept the client id, and so gave no free token.",
            $"Set NEMO_CLIENT_ID to a UUID, or remove it so that a new one is made; or {OwnToken}"),
        _ when failure.Outcome == Outcome.Unknown => failure.Restate(
            failure.Message, $"Try again later. A token may have been given and lost, and the next one comes in seven days: if the service says so, {OwnToken}"),
        _ => failure,
    };

    private static string NameLimit(string answer) =>
        Client.IsMatch(answer) ? "The service gives one free token for a client id in 7 days, and this client id has had its own."
        : Address.IsMatch(answer) ? "The service gives only so many free tokens to one network address, and this address has had them."
        : "The service limits free tokens, to one for a client id in 7 days and to a few for a network address, and does not say which limit it was.";

    private static string NameWait(NemoException limited) =>
        limited.RetryAfter is { } pause ? $"Try again in {RateLimit.Format(pause)}" : "Try again later";
}
