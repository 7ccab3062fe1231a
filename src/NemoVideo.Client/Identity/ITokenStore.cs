namespace NemoVideo.Client.Identity;

/// <summary>Keeps a free token beyond the process.</summary>
internal interface ITokenStore
{
    /// <summary>The kept token, or null where there is none that can be read.</summary>
    FreeTokenGrant? Load();

    /// <summary>Makes sure that a token can be kept, before one is asked for: the next is given in seven days.</summary>
    /// <exception cref="NemoException">It cannot be kept.</exception>
    void Prepare();

    void Save(FreeTokenGrant grant);
}
