namespace NemoVideo.Emulator.Editing;

/// <summary>Finds the title that a message asks for.</summary>
internal static class TitleReader
{
    private static readonly Regex[] Forms =
    [
        MessageReader.Words("""(\b(titled?|caption)\b|标题)[^"“”「」.;；。]*["“「](?<text>[^"“”「」]+)["”」]"""),
        MessageReader.Words("""["“](?<text>[^"“”]+)["”]\s+(as|for)\s+(an?\s+|the\s+)?(title|caption)\b"""),
        MessageReader.Words("""(\b(title|caption)|标题)\s*[:：]\s*['‘]?(?<text>[^,;，；。\r\n]+?)['’]?(?=\s*([,;，；。\r\n]|\.(\s|$)|$))"""),
        MessageReader.Words(
            """\b(title|caption)\s+((on|over|to)\s+(it|this|that|(the\s+)?\w+)\s+)?(that\s+(says|reads)|saying|reading)\s+['‘]?(?<text>[^,;.'’\r\n]+)"""),

        // The text directly after the word if it starts like a title: with a capital, a digit or a character that isn't Latin.
        new("""(\b[Tt]itle|标题)\s+['‘]?(?<text>[\p{Lu}\p{Lo}\p{Nd}][^,;，；。\r\n'’]*?)['’]?(?=\s*([,;，；。\r\n]|\.(\s|$)|$|\s(and|with|at|then)\b))"""),
    ];

    private static readonly Regex Mentioned = MessageReader.Words("""\b(titles?|caption|headline)\b|标题""");

    /// <summary>The text of the title: the name of the task if the message gives none, null if it doesn't mention a title.</summary>
    public static string? Read(string message, string taskName) =>
        Forms.Select(form => form.Match(message).Groups["text"].Value.Trim()).FirstOrDefault(text => text.Length > 0)
        ?? (Mentioned.IsMatch(message) ? taskName : null);
}
