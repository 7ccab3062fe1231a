using System.Text.RegularExpressions;

namespace NemoVideo.Emulator.Editing;

/// <summary>Finds the music that a message asks for.</summary>
internal static partial class MusicReader
{
    private static readonly HashSet<string> EmptyWords = new(
        ["a", "an", "add", "and", "background", "in", "it", "me", "my", "of", "please", "put", "some", "the", "then", "to", "use", "with"],
        StringComparer.OrdinalIgnoreCase);

    /// <summary>The name of the music, from the words around it; null where the message is about none.</summary>
    public static string? Read(string message)
    {
        if (Named().Match(message) is { Success: true } named)
        {
            return AgentPhrases.Capitalize(named.Groups["name"].Value.Trim());
        }

        if (Mentioned().Match(message) is not { Success: true } mentioned)
        {
            return null;
        }

        var words = mentioned.Groups["before"].Value.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var name = string.Join(' ', words.Reverse().TakeWhile(word => !EmptyWords.Contains(word)).Reverse());
        return name.Length > 0 ? AgentPhrases.Capitalize(name) : "Background music";
    }

    [GeneratedRegex("""\b(music|bgm|soundtrack)\s*[:：]?\s*["“](?<name>[^"“”]+)["”]|\b(music|bgm|soundtrack)\s*[:：]\s*(?<name>[^,;.\r\n"“”]+)""", RegexOptions.IgnoreCase)]
    private static partial Regex Named();

    [GeneratedRegex("""(?<before>([\w-]+\ +){0,4})\b(music|bgm|soundtrack)\b|音乐""", RegexOptions.IgnoreCase)]
    private static partial Regex Mentioned();
}
