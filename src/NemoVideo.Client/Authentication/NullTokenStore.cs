namespace NemoVideo.Client.Authentication;

/// <summary>Keeps nothing: -NoCache leaves no trace.</summary>
internal sealed class NullTokenStore : ITokenStore
{
    public FreeTokenGrant? Load() => null;

    public void Prepare()
    {
    }

    public Task<IDisposable?> LockAsync() => Task.FromResult<IDisposable?>(null);

    public void Save(FreeTokenGrant grant)
    {
    }

    public void Remove()
    {
    }
}
