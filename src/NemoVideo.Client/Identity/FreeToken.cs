using NemoVideo.Client.Http;

namespace NemoVideo.Client.Identity;

/// <summary>
/// A free token of the current client id: from the cache where it is still good, else a new one. One is given per client id
/// in seven days, so it is kept on disk, and concurrent refusals renew it once.
/// </summary>
internal sealed class FreeToken(ClientId clientId, ITokenStore store, Func<CancellationToken, Task<FreeTokenGrant>> ask, TimeProvider time)
    : AccessToken
{
    private readonly object _gate = new();
    private Task<string> _renewal = Task.FromResult("");
    private FreeTokenGrant? _current;
    private TokenSource _source = TokenSource.Free;

    public override bool IsRenewable => true;

    public override TokenSource Source => _source;

    public override string Owner => clientId.Value;

    public override string? UserId => _current?.UserId;

    public override DateTimeOffset? ExpiresAt => _current?.ExpiresAt;

    public override string? Current => _current?.Token;

    public override void RemoveKept() => store.Remove();

    public override Task<string> GetAsync(CancellationToken cancellationToken) =>
        _current is { } current && IsGood(current)
            ? Task.FromResult(current.Token)
            : ReplaceAsync(_current?.Token, cancellationToken);

    public override Task<string> RenewAsync(string refused, CancellationToken cancellationToken) =>
        ReplaceAsync(refused, cancellationToken);

    public override Task Pending
    {
        get
        {
            lock (_gate)
            {
                return _renewal;
            }
        }
    }

    /// <summary>
    /// Callers wait for one renewal, and one that gives up does not end it: a token that is granted while nobody listens
    /// would be lost for seven days.
    /// </summary>
    private Task<string> ReplaceAsync(string? refused, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_current is { } current && current.Token != refused && IsGood(current))
            {
                return Task.FromResult(current.Token);
            }

            if (_renewal.IsCompleted)
            {
                _renewal = Task.Run(() => RenewAsync(refused), CancellationToken.None);
            }

            return Pause.UntilAsync(_renewal, cancellationToken);
        }
    }

    /// <summary>Another process may have renewed it since this one last looked.</summary>
    private async Task<string> RenewAsync(string? refused) =>
        TakeCached(refused) ?? await AskAsync(refused, CancellationToken.None).ConfigureAwait(false);

    private async Task<string> AskAsync(string? refused, CancellationToken cancellationToken)
    {
        store.Prepare();
        FreeTokenGrant grant;
        try
        {
            grant = await ask(cancellationToken).ConfigureAwait(false);
        }
        catch (NemoException limited) when (limited.Kind == NemoErrorKind.RateLimited)
        {
            // Another process asked at the same time and was given the one there is: by now it has kept it.
            if (TakeCached(refused) is { } theirs)
            {
                return theirs;
            }

            throw;
        }

        _source = TokenSource.Free;
        _current = grant;
        store.Save(grant);
        return grant.Token;
    }

    private string? TakeCached(string? refused)
    {
        if (store.Load() is not { } cached || cached.Token == refused || !IsGood(cached))
        {
            return null;
        }

        _source = TokenSource.Cache;
        _current = cached;
        return cached.Token;
    }

    private bool IsGood(FreeTokenGrant grant) => grant.ExpiresAt is not { } end || end > time.GetUtcNow();
}
