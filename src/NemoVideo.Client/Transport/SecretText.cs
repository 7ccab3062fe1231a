namespace NemoVideo.Client.Transport;

/// <summary>The characters of a text that a secret can consist of, or that stay between two of its characters.</summary>
internal static class SecretText
{
    /// <summary>
    /// ASCII without control characters, and what is shown as a space. A token has no other characters, so any other one
    /// between its letters is ignored: some of them are invisible or are removed before a text is shown.
    /// </summary>
    public static bool Keeps(char character) => character is (>= ' ' and <= '~') or '\t' or '\n';

    public static string Reduce(string text) => text.All(Keeps) ? text : new string([.. text.Where(Keeps)]);
}
