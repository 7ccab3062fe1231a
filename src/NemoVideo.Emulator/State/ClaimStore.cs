using NemoVideo.Emulator.Configuration;
using NemoVideo.Emulator.Protocol;

namespace NemoVideo.Emulator.State;

/// <summary>The links to sessions that were given out. They open a page, and can call nothing.</summary>
internal sealed class ClaimStore(DataDirectory data, EmulatorOptions options)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(7);

    private readonly JsonFolder<Claim> _claims = new(data.Folder("claims"), claim => claim.Token);

    private DateTimeOffset Now => options.TimeProvider.GetUtcNow();

    public Claim Create(string sessionId)
    {
        var claim = new Claim { Token = NewId.Prefixed("clm_"), SessionId = sessionId, ExpiresAt = Now + Lifetime };
        _claims.Save(claim);
        return claim;
    }

    /// <summary>The session that a link opens; null where the link is unknown or has expired.</summary>
    public string? FindSessionId(string token) => _claims.Find(token) is { } claim && Now < claim.ExpiresAt ? claim.SessionId : null;
}
