using NemoVideo.Client.Transport;

namespace NemoVideo.Client.Authentication;

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

    public override Task<string> GetAsync(CancellationToken cancellationToken) => ReplaceAsync(refused: null, cancellationToken);

    public override Task<string> RenewAsync(string refused, CancellationToken cancellationToken) => ReplaceAsync(refused, cancellationToken);

    public override Task Pending => Volatile.Read(ref _renewal);

    /// <summary>Callers share one renewal. A canceled caller doesn't end it: the service grants the next token in seven days.</summary>
    private Task<string> ReplaceAsync(string? refused, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_current is { } current && current.Token != refused && IsValid(current))
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

    /// <summary>The lock lets one process request a token: the service would reject a second one for seven days.</summary>
    private async Task<string> RenewAsync(string? refused)
    {
        if (UseCached(refused) is { } cached)
        {
            return cached;
        }

        cache?.Prepare();
        using var lockFile = cache is null ? null : await cache.LockAsync().ConfigureAwait(false);
        return UseCached(refused) ?? await RequestAsync(refused).ConfigureAwait(false);
    }

    private async Task<string> RequestAsync(string? refused)
    {
        FreeTokenGrant grant;
        try
        {
            grant = await request(CancellationToken.None).ConfigureAwait(false);
        }
        catch (NemoException limited) when (limited.Kind == NemoErrorKind.RateLimited)
        {
            if (UseExpired(refused) is { } expired)
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
            // The service grants no other one for seven days: at least this process uses it.
            notice($"{failure.Message} This process can use the token, but the next one gets none for seven days. {failure.NextStep}");
        }
    }

    private string? UseCached(string? refused)
    {
        if (cache?.Load() is not { } cached || cached.Token == refused || !IsValid(cached))
        {
            return null;
        }

        _source = TokenSource.Cache;
        _current = cached;
        return cached.Token;
    }

    /// <summary>The cached token, if the service grants no other: this computer's time is wrong, or another process just got one.</summary>
    private string? UseExpired(string? refused)
    {
        var cached = cache?.Load();
        if ((cached ?? _current) is not { } expired || expired.Token == refused)
        {
            return null;
        }

        _source = cached is null ? _source : TokenSource.Cache;
        Trust(expired);
        return expired.Token;
    }

    /// <summary>A token that the service has just granted is valid until it is rejected, whatever this computer's time is.</summary>
    private void Trust(FreeTokenGrant grant)
    {
        _trusted = IsExpired(grant) ? grant.Token : null;
        _current = grant;
    }

    private bool IsValid(FreeTokenGrant grant) => !IsExpired(grant) || grant.Token == _trusted;

    private bool IsExpired(FreeTokenGrant grant) => grant.ExpiresAt <= time.GetUtcNow();
}
