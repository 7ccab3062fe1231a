using System.Net;
using NemoVideo.Client.Skills;

namespace NemoVideo.Client.Transport;

/// <summary>
/// What a connection is made from. A class, not a record: a record would print the token.
/// What is left null comes from the environment or the protocol's defaults.
/// </summary>
public sealed class NemoClientOptions
{
    /// <summary>The API's base address; null: <c>NEMO_API_URL</c>, else the protocol's. https, or http on loopback.</summary>
    public Uri? ApiUrl { get; init; }

    /// <summary>
    /// The web pages' base address, for links; null: <c>NEMO_WEB_URL</c>, else the API's own origin where that is on this
    /// computer, else the protocol's.
    /// </summary>
    public Uri? WebUrl { get; init; }

    /// <summary>The user's token; null: <c>NEMO_TOKEN</c>, else the cached free one, else a new free one.</summary>
    public string? Token { get; init; }

    /// <summary>The client id for free tokens, a UUID; null: <c>NEMO_CLIENT_ID</c>, else the persisted one, else a new one.</summary>
    public string? ClientId { get; init; }

    /// <summary>Where this computer keeps its data; null: <c>NEMO_HOME</c>, else the platform's place.</summary>
    public string? DataDirectory { get; init; }

    /// <summary>False: a free token, a new client id and the journal are neither read from disk nor written to it.</summary>
    public bool UseCache { get; init; } = true;

    /// <summary>In whose name the calls are made; null: <see cref="SkillProfile.Default"/>.</summary>
    public SkillProfile? Skill { get; init; }

    /// <summary>Deadlines, pauses and sizes.</summary>
    public NemoLimits Limits { get; init; } = new();

    /// <summary>
    /// The proxy; null: the system's, and none for an API on this computer. One that is given for an API over plain http is refused.
    /// </summary>
    public IWebProxy? Proxy { get; init; }

    /// <summary>The clock behind every deadline and pause.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>What every request goes through last, given the sockets; null: the sockets themselves. For tests, which let single requests miss their way.</summary>
    internal Func<HttpMessageHandler, HttpMessageHandler>? Wire { get; init; }

    /// <summary>Told, as a sentence for a person, of what went wrong beside a call that goes on, such as a damaged journal. Called on any thread.</summary>
    public Action<string>? Notice { get; init; }

    /// <summary>Told of each request that was answered or failed. Called on any thread.</summary>
    public Action<RequestTrace>? Trace { get; init; }

    /// <summary>Told of each pause before a request goes out again, when it begins. Called on any thread.</summary>
    public Action<RetryTrace>? Retrying { get; init; }
}
