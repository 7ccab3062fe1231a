namespace NemoVideo.Client.Identity;

/// <summary>A token that the user gave, used as it is.</summary>
internal sealed class UserToken(string token, TokenSource source) : AccessToken
{
    public override bool IsRenewable => false;

    public override TokenSource Source => source;

    public override Task<string> GetAsync(CancellationToken cancellationToken) => Task.FromResult(token);

    public override Task<string> RenewAsync(string refused, CancellationToken cancellationToken) =>
        throw new NotSupportedException("A token that the user gave is never replaced.");
}
