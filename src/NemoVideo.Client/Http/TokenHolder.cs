namespace NemoVideo.Client.Http;

/// <summary>Provides the token of a connection and replaces it if the service rejects it.</summary>
internal interface ITokenProvider
{
    /// <summary>Whether a rejected token may be replaced with a new one.</summary>
    bool IsRenewable { get; }

    /// <summary>The user ID from the token's response; null if unknown.</summary>
    string? UserId { get; }

    /// <summary>Returns a token that isn't the rejected one, and requests one if needed. Callers share the request.</summary>
    Task<string> GetAsync(string? rejected, CancellationToken cancellationToken);
}

/// <summary>The token and the user of one connection. The transport is built before the token provider, which uses it.</summary>
internal sealed class TokenHolder
{
    private string? _userId;

    /// <summary>The token provider, set once before the first request.</summary>
    public ITokenProvider? Provider { get; set; }

    /// <summary>Whether the token is a free one, which is replaced if the service rejects it.</summary>
    public bool IsRenewable => Provider?.IsRenewable ?? false;

    /// <summary>The user ID from the service's last response, else from the token; null if unknown.</summary>
    public string? UserId
    {
        get => _userId ?? Provider?.UserId;
        set => _userId = value;
    }
}
