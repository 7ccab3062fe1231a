namespace NemoVideo.Emulator.Editing;

/// <summary>Finds the music that a message asks for.</summary>
internal static class MusicReader
{
    private static readonly Regex Named = MessageReader.Words(
        """\b(music|bgm|soundtrack)\s*[:：]?\s*["“](?<name>[^"“”]+)["”]|\b(music|bgm|soundtrack)\s*[:：]\s*(?<name>[^,;.\r\n"“”]+)""");

    private static readonly Regex Mentioned = MessageReader.Words("""(?<before>([\w-]+\ +){0,4})\b(music|bgm|soundtrack)\b|音乐""");

    private static readonly HashSet<string> FillerWords = new(
        ["a", "an", "add", "and", "background", "in", "it", "me", "my", "of", "please", "put", "some", "the", "then", "to", "use", "with"],
        StringComparer.OrdinalIgnoreCase);

    /// <summary>The name of the music, from the words before it. Null if the message doesn't mention music.</summary>
    public static string? Read(string message)
    {
        if (Named.Match(message) is { Success: true } named)
        {
            return AgentTextFormat.Capitalize(named.Groups["name"].Value.Trim());
        }

        if (Mentioned.Match(message) is not { Success: true } mentioned)
        {
            return null;
        }

        var words = mentioned.Groups["before"].Value.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var name = string.Join(' ', words.Reverse().TakeWhile(word => !FillerWords.Contains(word)).Reverse());
        return name.Length > 0 ? AgentTextFormat.Capitalize(name) : "Background music";
    }
}
