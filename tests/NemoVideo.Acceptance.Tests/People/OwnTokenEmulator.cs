namespace NemoVideo.Acceptance.Tests.People;

/// <summary>An emulator that knows the token of a registered user, which the module must never replace.</summary>
public sealed class OwnTokenEmulator : SharedEmulator
{
    /// <summary>The token.</summary>
    public const string Token = "nmv_usr_own_token_of_the_tests";

    protected override IReadOnlyList<string> Options => ["--token", Token];
}
