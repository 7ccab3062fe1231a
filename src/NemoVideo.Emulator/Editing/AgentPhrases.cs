using System.Globalization;

namespace NemoVideo.Emulator.Editing;

/// <summary>Puts values into the words of the agent.</summary>
internal static class AgentPhrases
{
    public static string Range(TimeSpan start, TimeSpan length) => $"({Seconds(start)}-{Seconds(start + length)}s)";

    public static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0.##", CultureInfo.InvariantCulture);

    public static string Capitalize(string text) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..];
}
