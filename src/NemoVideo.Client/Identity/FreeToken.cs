namespace NemoVideo.Client.Identity;

/// <summary>
/// A free token of the current client id: from the cache where it is still good, else a new one. One is given per client id
/// in seven days, so it is kept on disk, and concurrent refusals renew it once.
/// </summary>
internal sealed class FreeToken(ITokenStore store, Func<CancellationToken, Task<FreeTokenGrant>> ask, TimeProvider time)
    : AccessToken, IDisposable
{
    private readonly SemaphoreSlim _gate = new(1, 1);
    private FreeTokenGrant? _current;
    private TokenSource _source = TokenSource.Free;

    public override bool IsRenewable => true;

    public override TokenSource Source => _source;

    public override string? UserId => _current?.UserId;

    public override DateTimeOffset? ExpiresAt => _current?.ExpiresAt;

    public override string? Current => _current?.Token;

    public override Task<string> GetAsync(CancellationToken cancellationToken) =>
        _current is { } current && IsGood(current)
            ? Task.FromResult(current.Token)
            : ReplaceAsync(_current?.Token, cancellationToken);

    public override Task<string> RenewAsync(string refused, CancellationToken cancellationToken) =>
        ReplaceAsync(refused, cancellationToken);

    public void Dispose() => _gate.Dispose();

    private async Task<string> ReplaceAsync(string? refused, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_current is { } current && current.Token != refused && IsGood(current))
            {
                return current.Token;
            }

            // Another process may have renewed it since this one last looked.
            return TakeCached(refused) ?? await AskAsync(refused, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _gate.Release();
        }
    }

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
