using NemoVideo.Client.Errors;

namespace NemoVideo.Client.Authentication;

/// <summary>A token that the user gave, used as it is.</summary>
internal sealed class UserToken(string token, TokenSource source) : AccessToken
{
    private readonly string _token = CanBe(token)
        ? token
        : throw new NemoException(
            NemoErrorKind.InvalidArgument,
            "The token holds a character that no token has, such as a space or a line end, or is too long for one.",
            "Copy it again, whole and alone.");

    public override bool IsRenewable => false;

    public override TokenSource Source => source;

    public override string Owner => _token;

    public override Task<string> GetAsync(CancellationToken cancellationToken) => Task.FromResult(_token);

    public override Task<string> RenewAsync(string refused, CancellationToken cancellationToken) =>
        throw new NotSupportedException("A token that the user gave is never replaced.");
}
