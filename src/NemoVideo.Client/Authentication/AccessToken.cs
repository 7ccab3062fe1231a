using NemoVideo.Client.Transport;

namespace NemoVideo.Client.Authentication;

/// <summary>The token of one connection: the user's own, which is never replaced, or a free one, which is renewed.</summary>
internal abstract class AccessToken : ITokenProvider
{
    private const int LongestToken = 4096;

    /// <summary>Whether a text can be a token, which is sent in a header: no space, no line end, and not of any length.</summary>
    public static bool CanBe(string text) => text.Length is > 0 and <= LongestToken && text.All(static character => character is > ' ' and <= '~');

    /// <summary>Whether a refused token may be replaced by a new one.</summary>
    public abstract bool IsRenewable { get; }

    /// <summary>Where the token came from.</summary>
    public abstract TokenSource Source { get; }

    /// <summary>Whose it is: the client id of a free token, or the user's own token. A secret: never to be shown.</summary>
    public abstract string Owner { get; }

    /// <summary>The user id that came with the token; null where it is not known.</summary>
    public virtual string? UserId => null;

    /// <summary>When the token ends; null where it is not known.</summary>
    public virtual DateTimeOffset? ExpiresAt => null;

    /// <summary>Deletes what is kept of it on this computer; nothing where nothing is.</summary>
    public virtual void RemoveCached()
    {
    }

    /// <summary>The renewal that is under way; completed where there is none.</summary>
    public virtual Task Pending => Task.CompletedTask;

    public abstract Task<string> GetAsync(CancellationToken cancellationToken);

    /// <summary>Replaces a refused token. Callers that were refused with the same token share one renewal.</summary>
    public abstract Task<string> RenewAsync(string refused, CancellationToken cancellationToken);
}
