namespace NemoVideo.Emulator.Recording;

/// <summary>Hides the tokens and claim tokens of this emulator in a text that any user of the computer can read.</summary>
internal static partial class SecretText
{
    /// <summary>The text, with an ellipsis in place of everything after the prefix of a token.</summary>
    public static string Hide(string text) => Secret().Replace(text, "$1…");

    // A client can put its token anywhere by mistake, and a claim token opens a session.
    [GeneratedRegex(@"(nmv_usr_|clm_)[\w-]+")]
    private static partial Regex Secret();
}
