using System.Text;
using NemoVideo.PowerShell.Errors;

namespace NemoVideo.PowerShell.Cmdlets;

internal static class MessageCheck
{
    /// <summary>Whether a text was read in the wrong encoding: U+FFFD stands for what isn't a character.</summary>
    public static bool IsGarbled(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)).Contains('\uFFFD');

    /// <summary>The error for a message that would be charged for nothing, because it is garbled or a path; null for any other.</summary>
    public static ErrorRecord? FindError(NemoCommand command, string message, object? target) =>
        IsGarbled(message) ? ErrorRecords.WrongEncoding("Message", target)
        : FilePaths.IsPathOrPattern(command, message) || IsFileName(message) ? ErrorRecords.PathAsMessage(message)
        : null;

    /// <summary>Whether a message is only the name of a media file, perhaps a mistyped one. Chinese has no spaces between words.</summary>
    private static bool IsFileName(string message) =>
        MediaType.Of(message) is not null && message.All(static character => character is > ' ' and <= '~');
}
