namespace NemoVideo.Client.Http;

/// <summary>The source of a connection's token.</summary>
public enum TokenSource
{
    /// <summary>The caller.</summary>
    Given,
    /// <summary>The environment variable <c>NEMO_TOKEN</c>.</summary>
    Environment,
    /// <summary>The cache: a free token of a previous connection.</summary>
    Cache,
    /// <summary>The service: a free token that this connection requested.</summary>
    Free,
}

/// <summary>The token of one connection: the user's own, which is never replaced, or a free one, which is renewed.</summary>
internal abstract class AccessToken
{
    private const int MaxLength = 4096;

    public static bool IsValidFormat(string text) =>
        text.Length is > 0 and <= MaxLength && text.All(static character => character is > ' ' and <= '~');

    /// <summary>Whether a rejected token may be replaced with a new one.</summary>
    public abstract bool IsRenewable { get; }
    public abstract TokenSource Source { get; }

    /// <summary>The client ID of a free token, or the user's own token. A secret: never shown.</summary>
    public abstract string Owner { get; }

    /// <summary>The user ID from the token's response; null if unknown.</summary>
    public virtual string? UserId => null;

    public virtual DateTimeOffset? ExpiresAt => null;

    public virtual void RemoveCached()
    {
    }

    /// <summary>The renewal in progress; a completed task if there is none.</summary>
    public virtual Task Pending => Task.CompletedTask;

    /// <summary>Returns the token, and requests one if there is none or if it was rejected. Callers share the request.</summary>
    public abstract Task<string> GetAsync(CancellationToken cancellationToken);

    /// <summary>Reports that the service rejected a token.</summary>
    public virtual void Reject(string token)
    {
    }
}

/// <summary>The token and the user of one connection. The transport is built before the token, which uses it.</summary>
internal sealed class TokenHolder
{
    private string? _userId;

    /// <summary>Set once before the first request.</summary>
    public AccessToken? Token { get; set; }

    /// <summary>Whether the token is a free one, which is replaced if the service rejects it.</summary>
    public bool IsRenewable => Token?.IsRenewable ?? false;

    /// <summary>The user ID from the service's last response, else from the token; null if unknown.</summary>
    public string? UserId
    {
        get => _userId ?? Token?.UserId;
        set => _userId = value;
    }
}

/// <summary>Creates the token of a connection: the caller's, else the one from the environment, else a free one.</summary>
internal static class AccessTokenFactory
{
    public static AccessToken Create(NemoClientOptions options, ApiOrigin origin, ApiTransport transport, Action<string> notice)
    {
        var configured = Environment.GetEnvironmentVariable("NEMO_TOKEN");
        if (options.Token is null && !string.IsNullOrEmpty(configured) && !IsForApi(options, origin))
        {
            configured = null;
            notice("The token in the environment variable NEMO_TOKEN wasn't used, because the API URL is an http URL of this computer. "
                + "Another user's program could be listening at this URL and could receive the token. "
                + "If you trust the service at this URL, specify the token explicitly, or set NEMO_API_URL to this URL.");
        }

        if (options.Token is not null || !string.IsNullOrEmpty(configured))
        {
            var token = options.Token is { } given ? Trim(given, "The token") : Trim(configured!, "The environment variable NEMO_TOKEN");
            transport.Redaction.Add(token);
            return new UserToken(token, options.Token is null ? TokenSource.Environment : TokenSource.Given);
        }

        var folder = options.UseCache ? DataLocation.Data(options.DataDirectory, notice) : null;
        var clientId = ClientId.Get(
            options.ClientId, options.UseCache ? DataLocation.ClientIdFile(options.DataDirectory) : null,
            isShared: DataLocation.Home(options.DataDirectory) is null);
        transport.Redaction.Add(clientId);
        var cache = folder is null ? null : new TokenCache(folder, origin.Address, clientId, transport.Redaction, notice);
        return new FreeToken(clientId, cache, new FreeTokenRequest(transport, origin, clientId).SendAsync, notice);
    }

    /// <summary>
    /// Whether the token of the environment is meant for this API. The user's token for the service isn't sent without TLS to any program
    /// that listens on this computer, unless the environment also has the URL.
    /// </summary>
    private static bool IsForApi(NemoClientOptions options, ApiOrigin origin) =>
        options.ApiUrl is null || origin.Address.Scheme == Uri.UriSchemeHttps
        || (Uri.TryCreate(Environment.GetEnvironmentVariable("NEMO_API_URL"), UriKind.Absolute, out var api) && origin.Includes(api));

    /// <summary>A blank token usually comes from an unset variable. It must not cause the use of another account.</summary>
    private static string Trim(string token, string name) => string.IsNullOrWhiteSpace(token)
        ? throw new NemoException(
            NemoErrorKind.InvalidArgument, $"{name} is blank.",
            "Specify a token. To use a free token instead, omit the token and remove the environment variable NEMO_TOKEN.")
        : Unquote(token.Trim());

    /// <summary>Removes a pair of quotes, because an env file that isn't read by a shell keeps them (cognee 1721).</summary>
    private static string Unquote(string token) =>
        token.Length > 2 && token[0] is '"' or '\'' && token[token.Length - 1] == token[0] ? token.Substring(1, token.Length - 2) : token;
}

internal sealed class UserToken(string token, TokenSource source) : AccessToken
{
    private readonly string _token = IsValidFormat(token)
        ? token
        : throw new NemoException(
            NemoErrorKind.InvalidArgument,
            "The token is too long or contains invalid characters, such as spaces or line breaks.",
            "Copy the token again, without any spaces or line breaks.");

    public override bool IsRenewable => false;
    public override TokenSource Source => source;
    public override string Owner => _token;

    public override Task<string> GetAsync(CancellationToken cancellationToken) => Task.FromResult(_token);
}

/// <summary>Identifies the user and the API, so that stored data is only used for the same user.</summary>
internal static class ConnectionIdentity
{
    /// <summary>Returns 24 hexadecimal digits that never change and don't reveal the owner, which is a secret.</summary>
    public static string Of(Uri api, string owner) =>
        ContentHash.OfText(api.GetLeftPart(UriPartial.Authority) + "\n" + owner).Substring(0, 24).ToUpperInvariant();
}
