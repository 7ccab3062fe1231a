namespace NemoVideo.Client.Http;

/// <summary>A request that was sent, for a log: no header, body, query or token.</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="Path">The path without the query.</param>
/// <param name="Status">The status; null if there was no response.</param>
/// <param name="Duration">The time until the response headers.</param>
public sealed record RequestTrace(string Method, string Path, HttpStatusCode? Status, TimeSpan Duration)
{
    /// <summary>One line for a log.</summary>
    public override string ToString() =>
        FormattableString.Invariant($"{Method} {Path} -> {(object?)(int?)Status ?? "no response"} ({Duration.TotalMilliseconds:0} ms)");
}

/// <summary>A pause before a retry.</summary>
/// <param name="Code">The HTTP status, or the service's code in a response with status 200; null if there was no response.</param>
/// <param name="Length">The length of the pause.</param>
public sealed record RetryTrace(int? Code, TimeSpan Length)
{
    /// <summary>One line for a log, such as "Rate limit exceeded. Retrying in 30 seconds."</summary>
    public override string ToString() => $"{Reason}. Retrying in {RateLimit.Format(Length)}.";

    private string Reason => Code switch
    {
        null => "No response",
        429 => "Rate limit exceeded",
        200 => "The service returned no usable response",
        { } code => FormattableString.Invariant($"The service returned HTTP {code}"),
    };
}

/// <summary>Reports each request that is sent, including retries.</summary>
internal sealed class TraceHandler(Action<RequestTrace> trace, TimeProvider time) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        HttpStatusCode? status = null;
        try
        {
            var response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
            status = response.StatusCode;
            return response;
        }
        finally
        {
            trace(new RequestTrace(request.Method.Method, request.RequestUri!.AbsolutePath, status, time.GetElapsedTime(start)));
        }
    }
}
