namespace NemoVideo.Client.Transport;

/// <summary>A pause before a request goes out again, as told to the user.</summary>
/// <param name="Code">The answer's HTTP status, or the code in an answer of status 200; null where no answer came.</param>
/// <param name="Length">How long the pause is.</param>
public sealed record RetryTrace(int? Code, TimeSpan Length)
{
    /// <summary>The line that -Verbose shows, such as "The service limits requests: again in 30 seconds".</summary>
    public override string ToString() => $"{Reason}: again in {RateLimit.Format(Length)}";

    private string Reason => Code switch
    {
        null => "No answer came",
        429 => "The service limits requests",
        { } code => FormattableString.Invariant($"The service answered {code}"),
    };
}
