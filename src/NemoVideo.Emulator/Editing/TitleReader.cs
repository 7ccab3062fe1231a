using System.Text.RegularExpressions;

namespace NemoVideo.Emulator.Editing;

/// <summary>Finds the title that a message asks for.</summary>
internal static partial class TitleReader
{
    /// <summary>The text of the title; null where the message is about none.</summary>
    public static string? Read(string message, string taskName)
    {
        foreach (var form in new[] { Quoted(), QuotedBefore(), AfterColon(), ThatSays(), Following() })
        {
            if (form.Match(message) is { Success: true } match && match.Groups["text"].Value.Trim() is { Length: > 0 } text)
            {
                return text;
            }
        }

        // "Add a title" leaves the choice to the agent, which knows no more than what the project is called.
        return Mentioned().IsMatch(message) ? taskName : null;
    }

    [GeneratedRegex("""(\b(titled?|caption)\b|标题)[^"“”「」.;；。]*["“「](?<text>[^"“”「」]+)["”」]""", RegexOptions.IgnoreCase)]
    private static partial Regex Quoted();

    [GeneratedRegex("""["“](?<text>[^"“”]+)["”]\s+(as|for)\s+(an?\s+|the\s+)?(title|caption)\b""", RegexOptions.IgnoreCase)]
    private static partial Regex QuotedBefore();

    [GeneratedRegex("""(\b(title|caption)|标题)\s*[:：]\s*['‘]?(?<text>[^,;，；。\r\n]+?)['’]?(?=\s*([,;，；。\r\n]|\.(\s|$)|$))""", RegexOptions.IgnoreCase)]
    private static partial Regex AfterColon();

    [GeneratedRegex("""\b(title|caption)\s+((on|over|to)\s+(it|this|that|(the\s+)?\w+)\s+)?(that\s+(says|reads)|saying|reading)\s+['‘]?(?<text>[^,;.'’\r\n]+)""", RegexOptions.IgnoreCase)]
    private static partial Regex ThatSays();

    /// <summary>What follows the word at once, where it begins as a title does: with a capital, a figure or no Latin letter.</summary>
    [GeneratedRegex("""(\b[Tt]itle|标题)\s+['‘]?(?<text>[\p{Lu}\p{Lo}\p{Nd}][^,;，；。\r\n'’]*?)['’]?(?=\s*([,;，；。\r\n]|\.(\s|$)|$|\s(and|with|at|then)\b))""")]
    private static partial Regex Following();

    [GeneratedRegex("""\b(titles?|caption|headline)\b|标题""", RegexOptions.IgnoreCase)]
    private static partial Regex Mentioned();
}
