namespace NemoVideo.Client.Skills;

/// <summary>What the value of an attribution header may be: short, visible, and the same in every encoding.</summary>
internal static class HeaderText
{
    public const string Rule = "at most 100 letters, digits and signs of ASCII without spaces";

    private const int LongestShown = 40;

    public static bool Fits(string text) => text.Length is > 0 and <= 100 && text.All(static character => character is > ' ' and <= '~');

    /// <summary>The text as an error may show it.</summary>
    public static string Shown(string text)
    {
        var visible = new string([.. text.Take(LongestShown).Select(static character => char.IsControl(character) ? '?' : character)]);
        return text.Length > LongestShown ? visible + "…" : visible;
    }
}
