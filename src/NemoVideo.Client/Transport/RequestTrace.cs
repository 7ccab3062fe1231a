using System.Net;

namespace NemoVideo.Client.Transport;

/// <summary>One request as told to the user with -Verbose: no header, no body, no query, no token.</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="Path">The path without its query.</param>
/// <param name="Status">The status; null where no answer came.</param>
/// <param name="Duration">From sending to the answer's headers.</param>
public sealed record RequestTrace(string Method, string Path, HttpStatusCode? Status, TimeSpan Duration)
{
    /// <summary>The line that -Verbose shows.</summary>
    public override string ToString() =>
        $"{Method} {Path} -> {(Status is { } status ? ((int)status).ToString(System.Globalization.CultureInfo.InvariantCulture) : "no answer")} ({Duration.TotalMilliseconds:0} ms)";
}
