using System.Security.Cryptography;
using System.Text;
using NemoVideo.Emulator.Configuration;
using NemoVideo.Emulator.Protocol;

namespace NemoVideo.Emulator.State;

/// <summary>The tokens given out and their credits.</summary>
internal sealed class TokenStore
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(7);

    private readonly Lock _gate = new();
    private readonly JsonFolder<TokenGrant> _grants;
    private readonly EmulatorOptions _options;

    public TokenStore(DataDirectory data, EmulatorOptions options)
    {
        _options = options;
        _grants = new JsonFolder<TokenGrant>(data.Folder("tokens"), grant => grant.Token);

        // What an emulator that was stopped had frozen, no message holds any more.
        foreach (var grant in _grants.All.Where(grant => grant.Frozen != 0))
        {
            _grants.Save(grant with { Frozen = 0 });
        }

        foreach (var token in options.Tokens.Where(token => _grants.Find(token) is null))
        {
            _grants.Save(new TokenGrant { Token = token, UserId = "user_" + Fingerprint(token), Available = options.Credits });
        }
    }

    /// <summary>A free token, or null where this client id has a valid one already.</summary>
    public TokenGrant? Issue(string clientId)
    {
        lock (_gate)
        {
            var now = _options.TimeProvider.GetUtcNow();
            if (_grants.All.Any(grant => grant.ClientId == clientId && grant.IsValid(now)))
            {
                return null;
            }

            var grant = new TokenGrant
            {
                Token = NewId.Prefixed("nmv_usr_"),

                // The same client stays the same user, so that its sessions outlive its token.
                UserId = "anon_" + Fingerprint(clientId),
                ClientId = clientId,
                ExpiresAt = now + Lifetime,
                Available = _options.Credits,
            };
            _grants.Save(grant);
            return grant;
        }
    }

    public TokenGrant? FindValid(string token) =>
        _grants.Find(token) is { } grant && grant.IsValid(_options.TimeProvider.GetUtcNow()) ? grant : null;

    /// <summary>Freezes the cost of a message; false where there are not enough credits.</summary>
    public bool TryFreeze(string token, long cost)
    {
        lock (_gate)
        {
            if (_grants.Find(token) is not { } grant || grant.Available < cost)
            {
                return false;
            }

            _grants.Save(grant with { Available = grant.Available - cost, Frozen = grant.Frozen + cost });
            return true;
        }
    }

    /// <summary>Takes what was frozen: the message is done.</summary>
    public void Charge(string token, long cost) => Change(token, grant => grant with { Frozen = grant.Frozen - cost });

    /// <summary>Gives back what was frozen: the message failed.</summary>
    public void Release(string token, long cost) =>
        Change(token, grant => grant with { Available = grant.Available + cost, Frozen = grant.Frozen - cost });

    public void SetCredits(long available) => ChangeAll(grant => grant with { Available = available });

    public void RevokeAll() => ChangeAll(grant => grant with { Revoked = true });

    private void Change(string token, Func<TokenGrant, TokenGrant> change)
    {
        lock (_gate)
        {
            if (_grants.Find(token) is { } grant)
            {
                _grants.Save(change(grant));
            }
        }
    }

    private void ChangeAll(Func<TokenGrant, TokenGrant> change)
    {
        lock (_gate)
        {
            foreach (var grant in _grants.All.ToList())
            {
                _grants.Save(change(grant));
            }
        }
    }

    private static string Fingerprint(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..24];
}
