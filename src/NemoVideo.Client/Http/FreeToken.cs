namespace NemoVideo.Client.Http;

/// <summary>
/// The free token of the client ID, cached or new. It is valid until the service rejects it, because this computer's clock can be wrong.
/// Concurrent rejections renew it once, in all processes.
/// </summary>
internal sealed class FreeToken(
    string clientId, TokenCache? cache, Func<CancellationToken, Task<FreeTokenGrant>> request, Action<string> notice) : AccessToken
{
    private readonly object _gate = new();
    private Task<string> _renewal = Task.FromResult("");
    private FreeTokenGrant? _current;
    private string? _rejected;
    private TokenSource _source = TokenSource.Free;

    public override bool IsRenewable => true;
    public override TokenSource Source => _source;
    public override string Owner => clientId;
    public override string? UserId => _current?.UserId;
    public override DateTimeOffset? ExpiresAt => _current?.ExpiresAt;

    public override void RemoveCached() => cache?.Remove();

    public override void Reject(string token)
    {
        lock (_gate)
        {
            // A late rejection of the token before doesn't make this one valid again.
            _rejected = _current?.Token == token ? token : _rejected;
        }
    }

    public override Task Pending => Volatile.Read(ref _renewal);

    /// <summary>Callers share one renewal. A canceled caller doesn't end it: the service grants the next token after seven days.</summary>
    public override Task<string> GetAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_current is { } current && current.Token != _rejected)
            {
                return Task.FromResult(current.Token);
            }

            if (_renewal.IsCompleted)
            {
                _renewal = Task.Run(RenewAsync, CancellationToken.None);
            }

            return Delay.UntilAsync(_renewal, cancellationToken);
        }
    }

    /// <summary>The lock lets only one process request a token, because the service rejects a second request for seven days.</summary>
    private async Task<string> RenewAsync()
    {
        if (UseCached() is { } cached)
        {
            return cached;
        }

        using var lockFile = cache is null ? null : await cache.LockAsync().ConfigureAwait(false);
        return UseCached() ?? await RequestAsync().ConfigureAwait(false);
    }

    private async Task<string> RequestAsync()
    {
        try
        {
            var grant = await request(CancellationToken.None).ConfigureAwait(false);
            (_source, _current) = (TokenSource.Free, grant);
            Save(grant);
            return grant.Token;
        }
        finally
        {
            // Without a new token, later requests use this one: a gateway can have rejected it. The service can also grant it again.
            _rejected = null;
        }
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

    /// <summary>Uses the cached token, which another process may have just requested; null if there is none.</summary>
    private string? UseCached()
    {
        if (cache?.Load() is not { } cached || cached.Token == _rejected)
        {
            return null;
        }

        (_source, _current) = (TokenSource.Cache, cached);
        return cached.Token;
    }
}
