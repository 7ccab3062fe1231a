namespace NemoVideo.Client.Http;

/// <summary>The free token of the current client ID, cached or new. Concurrent rejections renew it once, in all processes.</summary>
internal sealed class FreeToken(
    ClientId clientId, TokenCache? cache, Func<CancellationToken, Task<FreeTokenGrant>> request, TimeProvider time, Action<string> notice) : AccessToken
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

    public override void RemoveCached() => cache?.Remove();

    public override Task Pending => Volatile.Read(ref _renewal);

    /// <summary>Callers share one renewal. A canceled caller doesn't end it: the service grants the next token after seven days.</summary>
    public override Task<string> GetAsync(string? rejected, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_current is { } current && current.Token != rejected && IsValid(current))
            {
                return Task.FromResult(current.Token);
            }

            if (_renewal.IsCompleted)
            {
                _renewal = Task.Run(() => RenewAsync(rejected), CancellationToken.None);
            }

            return Delay.UntilAsync(_renewal, cancellationToken);
        }
    }

    /// <summary>The lock lets only one process request a token, because the service rejects a second request for seven days.</summary>
    private async Task<string> RenewAsync(string? rejected)
    {
        if (UseKnown(rejected, isExpiredAllowed: false) is { } cached)
        {
            return cached;
        }

        using var lockFile = cache is null ? null : await cache.LockAsync().ConfigureAwait(false);
        return UseKnown(rejected, isExpiredAllowed: false) ?? await RequestAsync(rejected).ConfigureAwait(false);
    }

    private async Task<string> RequestAsync(string? rejected)
    {
        FreeTokenGrant grant;
        try
        {
            grant = await request(CancellationToken.None).ConfigureAwait(false);
        }
        catch (NemoException limited) when (limited.Kind == NemoErrorKind.RateLimited)
        {
            if (UseKnown(rejected, isExpiredAllowed: true) is { } expired)
            {
                return expired;
            }

            throw;
        }

        _source = TokenSource.Free;
        Trust(grant);
        Save(grant);
        return grant.Token;
    }

    private void Save(FreeTokenGrant grant)
    {
        try
        {
            cache?.Save(grant);
        }
        catch (NemoException failure)
        {
            // The service grants the next token after seven days, so at least this process uses this one.
            notice(
                $"{failure.Message.TrimEnd('.')}. This process can use the token, but for the next 7 days, other processes can't get a "
                + $"free token. {failure.NextStep}");
        }
    }

    /// <summary>Uses the cached token. If expired tokens are allowed, the last known token is also used.</summary>
    /// <remarks>
    /// If the service grants no token, the old one is still valid (this computer's clock is wrong), or another process just got one.
    /// </remarks>
    private string? UseKnown(string? rejected, bool isExpiredAllowed)
    {
        var cached = cache?.Load();
        var known = isExpiredAllowed ? cached ?? _current : cached;
        if (known is null || known.Token == rejected || !(isExpiredAllowed || IsValid(known)))
        {
            return null;
        }

        _source = cached is null ? _source : TokenSource.Cache;
        Trust(known);
        return known.Token;
    }

    /// <summary>Treats a new token as valid until the service rejects it, even if it has expired by this computer's clock.</summary>
    private void Trust(FreeTokenGrant grant)
    {
        _trusted = IsExpired(grant) ? grant.Token : null;
        _current = grant;
    }

    private bool IsValid(FreeTokenGrant grant) => !IsExpired(grant) || grant.Token == _trusted;

    private bool IsExpired(FreeTokenGrant grant) => grant.ExpiresAt <= time.GetUtcNow();
}
