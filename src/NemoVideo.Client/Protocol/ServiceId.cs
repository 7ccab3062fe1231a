using System.Globalization;
using NemoVideo.Client.Errors;

namespace NemoVideo.Client.Protocol;

/// <summary>What can be the ID of something at the service. IDs go into paths, which they must not leave, and into single lines.</summary>
internal static class ServiceId
{
    private const int Longest = 1000;

    public static bool IsOne(string text) =>
        text.Length is > 0 and <= Longest && text is not ("." or "..") && !RedactedText.IsIn(text) && IsVisible(text);

    /// <summary>An ID as one segment of a path.</summary>
    /// <exception cref="NemoException">The text can't be an ID: with it, another path would be requested.</exception>
    public static string ToPathSegment(string id) => IsOne(id)
        ? Uri.EscapeDataString(id)
        : throw new NemoException(
            NemoErrorKind.InvalidArgument,
            id.Length == 0 ? "The ID is empty." : $"'{(id.Length > Longest ? id.Substring(0, 20) + "..." : id)}' can't be an ID.",
            "Check the ID.");

    /// <summary>Without control, format and line separator characters, and without halves of a character.</summary>
    private static bool IsVisible(string text)
    {
        for (var place = 0; place < text.Length; place += char.IsSurrogatePair(text, place) ? 2 : 1)
        {
            if (CharUnicodeInfo.GetUnicodeCategory(text, place) is UnicodeCategory.Control or UnicodeCategory.Format
                or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Surrogate)
            {
                return false;
            }
        }

        return true;
    }
}
