using System.Text;

namespace NemoVideo.PowerShell;

internal static class MessageCheck
{
    /// <summary>What a spreadsheet shows in place of a value, in any language, such as #N/A, #REF! and #WERT!.</summary>
    public static readonly Regex CellError = new(@"^(#+|#[\p{Lu}/0-9]+[!?]?|=.+)\z", RegexOptions.CultureInvariant);

    /// <summary>Whether a text was read in the wrong encoding: U+FFFD stands for what isn't a character.</summary>
    public static bool IsGarbled(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)).Contains('\uFFFD');

    /// <summary>
    /// The error for a message that would be charged for nothing: it is garbled, a path, or the error of a spreadsheet (onodo 24); null
    /// for any other.
    /// </summary>
    public static ErrorRecord? FindError(FilePaths paths, string message, object? target) =>
        IsGarbled(message) ? ErrorRecords.WrongEncoding("Message", target)
        : CellError.IsMatch(message) ? ErrorRecords.CellError("Message", message, target)
        : paths.IsPathOrPattern(message) || IsFileName(message) ? ErrorRecords.PathAsMessage(message)
        : null;

    /// <summary>Whether a message is only the name of a media file, perhaps a mistyped one. Chinese has no spaces between words.</summary>
    private static bool IsFileName(string message) =>
        MediaType.Of(message) is not null && message.All(static character => character is > ' ' and <= '~');
}
