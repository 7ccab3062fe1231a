namespace NemoVideo.Client.Transport;

/// <summary>Gives out the token of a connection and replaces it if the service refuses it.</summary>
internal interface ITokenProvider
{
    /// <summary>Whether a refused token may be replaced by a new one.</summary>
    bool IsRenewable { get; }

    /// <summary>The user ID that came with the token; null if it is unknown.</summary>
    string? UserId { get; }

    /// <summary>Returns a token other than a rejected one, and requests one if needed. Callers share the request.</summary>
    Task<string> GetAsync(string? rejected, CancellationToken cancellationToken);
}

/// <summary>The token and the user of one connection. The transport is built before the token provider, which uses it.</summary>
internal sealed class TokenHolder
{
    private string? _userId;

    /// <summary>Gives out the token; set once, before the first request.</summary>
    public ITokenProvider? Provider { get; set; }

    /// <summary>Whether the token is a free one, which is replaced if the service refuses it.</summary>
    public bool IsRenewable => Provider?.IsRenewable ?? false;

    /// <summary>The user, as the service's last response or the token named it; null if neither has.</summary>
    public string? UserId
    {
        get => _userId ?? Provider?.UserId;
        set => _userId = value;
    }
}
