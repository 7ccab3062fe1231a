namespace NemoVideo.Emulator.State;

/// <summary>The issued tokens and their credits.</summary>
internal sealed class TokenStore
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(7);

    private readonly Lock _lock = new();
    private readonly JsonFolder<TokenGrant> _grants;
    private readonly EmulatorOptions _options;

    public TokenStore(DataDirectory data, EmulatorOptions options)
    {
        _options = options;
        _grants = new JsonFolder<TokenGrant>(data.Folder("tokens"), grant => grant.Token);

        // No message of the previous emulator process is still running.
        ChangeAll(grant => grant.Frozen == 0 ? null : grant with { Frozen = 0 });
        foreach (var token in options.Tokens)
        {
            _grants.TryAdd(new TokenGrant(token, "user_" + Fingerprint(token), options.Credits));
        }
    }

    /// <summary>A free token. Null if this client ID already has a valid one.</summary>
    public TokenGrant? Issue(string clientId)
    {
        lock (_lock)
        {
            var now = _options.TimeProvider.GetUtcNow();
            if (_grants.All.Any(grant => grant.ClientId == clientId && grant.IsValid(now)))
            {
                return null;
            }

            // The user ID depends on the client only, so that its sessions and credits remain available with the next token.
            var userId = "anon_" + Fingerprint(clientId);
            var last = _grants.All.Where(grant => grant.ClientId == clientId).MaxBy(grant => grant.ExpiresAt);
            var grant = new TokenGrant(NewId.Prefixed("nmv_usr_"), userId, last?.Available ?? _options.Credits, clientId, now + Lifetime);
            _grants.TryAdd(grant);
            return grant;
        }
    }

    public TokenGrant? FindValid(string token) =>
        _grants.Find(token) is { } grant && grant.IsValid(_options.TimeProvider.GetUtcNow()) ? grant : null;

    /// <summary>Reserves the cost of a message. False if there aren't enough credits.</summary>
    public bool TryFreeze(string token, long cost) => _grants.Change(token, grant => grant.Available < cost
        ? null
        : grant with { Available = grant.Available - cost, Frozen = grant.Frozen + cost }) is not null;

    /// <summary>Charges the reserved credits after a message is done, or returns them after it has failed.</summary>
    public void Settle(string token, long cost, bool isCharged) => _grants.Change(
        token, grant => grant with { Available = grant.Available + (isCharged ? 0 : cost), Frozen = grant.Frozen - cost });

    /// <summary>The credits that a user can spend with the valid tokens.</summary>
    public long CreditsOf(string userId)
    {
        var now = _options.TimeProvider.GetUtcNow();
        return _grants.All.Where(grant => grant.UserId == userId && grant.IsValid(now)).Sum(grant => grant.Available);
    }

    public void SetCredits(long available) => ChangeAll(grant => grant with { Available = available });

    public void RevokeAll() => ChangeAll(grant => grant with { Revoked = true });

    private void ChangeAll(Func<TokenGrant, TokenGrant?> change)
    {
        foreach (var grant in _grants.All)
        {
            _grants.Change(grant.Token, change);
        }
    }

    private static string Fingerprint(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..24];
}
