namespace NemoVideo.Emulator.Recording;

/// <summary>Hides what any user of the computer can read, but only the client that sent it may know.</summary>
internal static partial class SecretText
{
    /// <summary>Whoever has the values of these headers can act as the user.</summary>
    public static readonly HashSet<string> Headers =
        new(["Authorization", "X-Client-Id", "Cookie", "Proxy-Authorization"], StringComparer.OrdinalIgnoreCase);

    /// <summary>The text, with an ellipsis in place of everything after the prefix of a token or claim token of this emulator.</summary>
    public static string Hide(string text) => Secret().Replace(text, "$1…");

    /// <summary>The record without secret headers.</summary>
    public static RequestRecord WithoutSecrets(this RequestRecord record) => record with
    {
        Headers = record.Headers.ToDictionary(static one => one.Key, static one => Headers.Contains(one.Key) ? "hidden" : one.Value),
    };

    // A client can put its token anywhere by mistake, and a claim token opens a session.
    [GeneratedRegex(@"(nmv_usr_|clm_)[\w-]+")]
    private static partial Regex Secret();
}
