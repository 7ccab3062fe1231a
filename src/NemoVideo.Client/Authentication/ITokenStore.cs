using NemoVideo.Client.Errors;

namespace NemoVideo.Client.Authentication;

/// <summary>Keeps a free token beyond the process.</summary>
internal interface ITokenStore
{
    /// <summary>The kept token, or null where there is none that can be read.</summary>
    /// <exception cref="NemoException">Other users of the computer can read it as well.</exception>
    FreeTokenGrant? Load();

    /// <summary>Makes sure that a token can be kept, before one is asked for: the next is given in seven days.</summary>
    /// <exception cref="NemoException">It cannot be kept.</exception>
    void Prepare();

    /// <summary>
    /// Waits until no other process asks for a token to be kept here; disposing the result lets the next one. Null where that
    /// cannot be waited for: then the service says which of them is given one.
    /// </summary>
    Task<IDisposable?> LockAsync();

    void Save(FreeTokenGrant grant);

    /// <summary>Deletes the kept token; nothing where there is none.</summary>
    /// <exception cref="NemoException">It cannot be deleted.</exception>
    void Remove();
}
