namespace NemoVideo.Client.Identity;

/// <summary>Keeps a free token beyond the process.</summary>
internal interface ITokenStore
{
    /// <summary>The kept token, or null where there is none that can be read.</summary>
    FreeTokenGrant? Load();

    void Save(FreeTokenGrant grant);
}
