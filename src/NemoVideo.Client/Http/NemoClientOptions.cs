using NemoVideo.Client.Skills;

namespace NemoVideo.Client.Http;

/// <summary>Receives what happens while calls run. All members are called on any thread.</summary>
public sealed class ClientObserver
{
    /// <summary>Receives a warning about each problem that doesn't end a call, such as a full disk.</summary>
    public Action<string>? Notice { get; init; }

    /// <summary>Receives each request after its response or failure.</summary>
    public Action<RequestTrace>? Trace { get; init; }

    /// <summary>Receives each wait before a request, at its beginning.</summary>
    public Action<WaitTrace>? Waiting { get; init; }
}

/// <summary>The options of a connection. Null means the environment variable or the default of the protocol.</summary>
/// <remarks>This isn't a record, because a record's ToString would contain the token.</remarks>
public sealed class NemoClientOptions
{
    /// <summary>The API's base URL: https, or http on loopback. Default: <c>NEMO_API_URL</c>, else the protocol's.</summary>
    public Uri? ApiUrl { get; init; }

    /// <summary>The web URL. Default: <c>NEMO_WEB_URL</c>, else the API URL if it is on this computer, else the protocol's.</summary>
    public Uri? WebUrl { get; init; }

    /// <summary>
    /// The user's token. Default: <c>NEMO_TOKEN</c>, else the cached free token, else a new free token. <c>NEMO_TOKEN</c> isn't used for an
    /// http URL in <see cref="ApiUrl"/>, unless <c>NEMO_API_URL</c> has the same host and port.
    /// </summary>
    public string? Token { get; init; }

    /// <summary>The client ID for free tokens, a UUID. Default: <c>NEMO_CLIENT_ID</c>, else the stored one, else a new one.</summary>
    public string? ClientId { get; init; }

    /// <summary>The folder of this computer's data. Default: <c>NEMO_HOME</c>, else the platform's folder.</summary>
    public string? DataDirectory { get; init; }

    /// <summary>False: the free token, a new client ID, the history and the logs of jobs aren't on disk.</summary>
    public bool UseCache { get; init; } = true;

    /// <summary>The skill that requests are attributed to. Default: <see cref="SkillProfile.Default"/>.</summary>
    public SkillProfile? Skill { get; init; }

    /// <summary>Timeouts, pauses and sizes.</summary>
    public NemoLimits Limits { get; init; } = new();

    /// <summary>
    /// The proxy. Not allowed for an API over plain http. Default: the system's proxy, or none for an API on this computer.
    /// </summary>
    public IWebProxy? Proxy { get; init; }

    /// <summary>The time provider for all timeouts and pauses.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Receives what happens in calls that have no other observer, and what no single call causes. Default: none.</summary>
    public ClientObserver Observer { get; init; } = new();

    /// <summary>Wraps the socket handler, for tests that let single requests fail.</summary>
    internal Func<HttpMessageHandler, HttpMessageHandler>? Wire { get; init; }

    /// <summary>Opens the log of a job if the cache is disabled, and flushes its folder, for tests that end a run within a line.</summary>
    internal Func<string, (Stream Log, Action FlushFolder)>? JobStream { get; init; }

    /// <summary>Called before (false) and after (true) each line of a job's log, for tests that end a run there.</summary>
    internal Action<string, bool>? Recording { get; init; }
}

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

/// <summary>A wait before the next request.</summary>
/// <param name="Reason">Why the client waits, with the service's text: one line without secrets and without a period.</param>
/// <param name="Length">The length of the wait.</param>
/// <param name="Next">What follows.</param>
public sealed record WaitTrace(string Reason, TimeSpan Length, string Next = "Retrying")
{
    /// <summary>One line for a log, such as "Rate limit exceeded. Retrying in 30 seconds."</summary>
    public override string ToString() => $"{Reason}. {Next} in {RateLimit.Format(Length)}.";

    internal static WaitTrace ForRateLimit(TimeSpan length, string? reason) => new(WithText("Rate limit exceeded", reason), length);

    internal static WaitTrace ForFailure(HttpResponseMessage? response, TimeSpan length) => new(
        response is null ? "No response"
            : response.IsSuccessStatusCode ? "The service returned no usable response"
            : WithText(
                FormattableString.Invariant($"The service returned HTTP {(int)response.StatusCode}"),
                ((response.RequestMessage as ApiRequest)?.Reply as Reply.Unknown)?.Reason),
        length);

    private static string WithText(string reason, string? text) =>
        text is null ? reason : $"{reason}: {ServiceErrorFactory.Shorten(text).TrimEnd('.')}";
}
