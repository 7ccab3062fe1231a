using NemoVideo.Language.Intents;

namespace NemoVideo.Language;

/// <summary>
/// What the words of an export or download mean, from the resource ExportVocabulary.txt. An export has no options for the content of the
/// video, so a word that asks for one must not be ignored silently.
/// </summary>
internal static class ExportWords
{
    private static readonly Regex Selection = new(
        @"\b(clip|video|export|scene|shot|part|take|number|no\.?) ?#?[0-9]{1,2}\b"
        + @"|\b(all|two|three|[0-9]+)( the| my| our| of)* (videos|exports|clips|files|renders|projects|sessions)\b"
        + @"|第[一二三四五六七八九十0-9]|\b(9:16|16:9|1:1|4:[35]|[5-9]k|mov|webm|avi|mkv|gif|mp3)\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    private static readonly string[] Asking = ["unclear", "change", "element", Placeholder.Quotation];

    /// <summary>
    /// Whether no word asks for a change, for another format, for another or more than one video, or for the opposite: "export it
    /// vertical", "download both", "export as MOV".
    /// </summary>
    public static bool AreClear(string text) => !Selection.IsMatch(text) && !WordGroups.Find(SentenceReader.Read(text), isExport: true)
        .Exists(word => word.Groups.Intersect(Asking).Any()
            && RequestPaths.Find(text.Substring(word.Start, word.End - word.Start)).Count == 0);
}
