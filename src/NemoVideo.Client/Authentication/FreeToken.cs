using NemoVideo.Client.Errors;
using NemoVideo.Client.Transport;

namespace NemoVideo.Client.Authentication;

/// <summary>
/// A free token of the current client id: from the cache where it is still good, else a new one. One is given per client id
/// in seven days, so it is kept on disk, and concurrent refusals renew it once, those of other processes included.
/// </summary>
internal sealed class FreeToken(
    ClientId clientId, ITokenStore store, Func<CancellationToken, Task<FreeTokenGrant>> ask, TimeProvider time, Action<string> notice) : AccessToken
{
    private readonly object _gate = new();
    private Task<string> _renewal = Task.FromResult("");
    private FreeTokenGrant? _current;
    private string? _trusted;
    private TokenSource _source = TokenSource.Free;

    public override bool IsRenewable => true;

    public override TokenSource Source => _source;

    public override string Owner => clientId.Value;

    public override string? UserId => _current?.UserId;

    public override DateTimeOffset? ExpiresAt => _current?.ExpiresAt;

    public override void RemoveCached() => store.Remove();

    public override Task<string> GetAsync(CancellationToken cancellationToken) =>
        _current is { } current && IsGood(current)
            ? Task.FromResult(current.Token)
            : ReplaceAsync(refused: null, cancellationToken);

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

            return Delay.UntilAsync(_renewal, cancellationToken);
        }
    }

    /// <summary>
    /// Another process may have renewed it since this one last looked, or be about to: where two ask, one is refused for seven days.
    /// </summary>
    private async Task<string> RenewAsync(string? refused)
    {
        if (TakeCached(refused) is { } kept)
        {
            return kept;
        }

        store.Prepare();
        using var held = await store.LockAsync().ConfigureAwait(false);
        return TakeCached(refused) ?? await RequestAsync(refused).ConfigureAwait(false);
    }

    private async Task<string> RequestAsync(string? refused)
    {
        FreeTokenGrant grant;
        try
        {
            grant = await ask(CancellationToken.None).ConfigureAwait(false);
        }
        catch (NemoException limited) when (limited.Kind == NemoErrorKind.RateLimited)
        {
            if (TakeOutdated(refused) is { } kept)
            {
                return kept;
            }

            throw;
        }

        _source = TokenSource.Free;
        Trust(grant);
        Keep(grant);
        return grant.Token;
    }

    /// <summary>There is no other for seven days: where it cannot be kept, it is good for this process at least.</summary>
    private void Keep(FreeTokenGrant grant)
    {
        try
        {
            store.Save(grant);
        }
        catch (NemoException failure)
        {
            notice($"{failure.Message} It is good for this process, but the next one will be refused another for seven days: {failure.NextStep}");
        }
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

    /// <summary>
    /// The service gives no other while one is valid: then it is this computer's clock that is wrong, or another process was
    /// given one meanwhile. Whether it is still good, the service has the last word.
    /// </summary>
    private string? TakeOutdated(string? refused)
    {
        var kept = store.Load();
        if ((kept ?? _current) is not { } outdated || outdated.Token == refused)
        {
            return null;
        }

        _source = kept is null ? _source : TokenSource.Cache;
        Trust(outdated);
        return outdated.Token;
    }

    /// <summary>One whose end has come by this computer's clock although the service has just vouched for it is good until it is refused.</summary>
    private void Trust(FreeTokenGrant grant)
    {
        _trusted = IsOver(grant) ? grant.Token : null;
        _current = grant;
    }

    private bool IsGood(FreeTokenGrant grant) => !IsOver(grant) || grant.Token == _trusted;

    private bool IsOver(FreeTokenGrant grant) => grant.ExpiresAt <= time.GetUtcNow();
}
