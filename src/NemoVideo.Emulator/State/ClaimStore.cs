namespace NemoVideo.Emulator.State;

/// <summary>The browser links of sessions. They open a page, but don't authorize API calls.</summary>
internal sealed class ClaimStore(DataDirectory data, EmulatorOptions options)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(7);

    private readonly JsonFolder<Claim> _claims = new(data.Folder("claims"), claim => claim.Token);

    private DateTimeOffset Now => options.TimeProvider.GetUtcNow();

    public Claim Create(string sessionId)
    {
        var claim = new Claim(NewId.Prefixed("clm_"), sessionId, Now + Lifetime);
        _claims.Save(claim);
        return claim;
    }

    /// <summary>The session that a link opens. Null if the link is unknown or has expired.</summary>
    public string? FindSessionId(string token) => _claims.Find(token) is { } claim && Now < claim.ExpiresAt ? claim.SessionId : null;
}
