using NemoVideo.Language.Intents;

namespace NemoVideo.Language;

/// <summary>
/// What the words of an export or download mean, from the resource ExportVocabulary.txt. An export has no options for the content of the
/// video, so a word that asks for one must not be ignored silently.
/// </summary>
internal static class ExportWords
{
    private const int MinMistypedLength = 5;

    private static readonly Regex Selection = new(
        @"\b(clip|video|export|scene|shot|part|take|number|no\.?) ?#?[0-9]{1,2}\b"
        + @"|\b(all|two|three|[0-9]+)( the| my| our| of)* (videos|exports|clips|files|renders|projects|sessions)\b"
        + @"|第[一二三四五六七八九十0-9]|\b(9:16|16:9|1:1|4:[35])\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    private static readonly string[] Asking = ["unclear", "change", "element", Placeholder.Quotation];

    /// <summary>
    /// Whether no word, even if it is mistyped, asks for a change, for another or more than one video, or for the opposite: "export it
    /// vertical", "download both", "canel the export".
    /// </summary>
    public static bool AreClear(string text) => !Selection.IsMatch(text)
        && !WordGroups.Find(SentenceReader.Read(text), isExport: true)
            .Exists(word => word.Groups.Intersect(Asking).Any() && RequestPaths.Find(ContentOf(text, word.Start, word.End)).Count == 0)
        && !Unknown(text).Exists(static word => IsMistyped(word, "unclear"));

    /// <summary>The words that have no meaning for an export, as they were written.</summary>
    public static IEnumerable<string> Ignored(string text) => Unknown(text).FindAll(static word => !IsMistyped(word, "known"));

    /// <summary>The other words. The Chinese characters between two known words count as one word.</summary>
    private static List<string> Unknown(string text)
    {
        var tokens = SentenceReader.Read(text);
        var rest = text.ToCharArray();
        WordGroups.Find(tokens, isExport: true).ForEach(word => Array.Clear(rest, word.Start, word.End - word.Start));
        return [.. tokens.Where(static token => token.Kind is TokenKind.Word or TokenKind.Han)
            .SelectMany(token => new string(rest, token.Start, token.End - token.Start).Split('\0')).Where(static word => word.Length > 0)];
    }

    /// <summary>Whether a word differs from a word of a group by one letter or two swapped letters: "exprot", "finshed".</summary>
    private static bool IsMistyped(string word, string group) => word.Length >= MinMistypedLength && WordGroups.Exports.Any(one =>
        one.Key.Length >= MinMistypedLength && one.Value.Contains(group) && NearestNames.IsTypingError(word, one.Key));

    private static string ContentOf(string text, int start, int end) => text.Substring(start, end - start);
}
