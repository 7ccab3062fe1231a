namespace NemoVideo.Client.Identity;

/// <summary>Keeps nothing: -NoCache leaves no trace.</summary>
internal sealed class NoTokenStore : ITokenStore
{
    public FreeTokenGrant? Load() => null;

    public void Prepare()
    {
    }

    public void Save(FreeTokenGrant grant)
    {
    }

    public void Remove()
    {
    }
}
