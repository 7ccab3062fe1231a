namespace NemoVideo.Client.Protocol;

/// <summary>Validates IDs of the service, which become a segment of a path and part of one-line messages.</summary>
internal static class ServiceId
{
    private const int MaxLength = 1000;
    private const int MaxShownLength = 20;

    public static bool IsValid(string text) =>
        text.Length is > 0 and <= MaxLength && text is not ("." or "..") && !text.Contains(Redaction.Placeholder) && IsVisible(text);

    public static string ToPathSegment(string id) => IsValid(id)
        ? Uri.EscapeDataString(id)
        : throw new NemoException(
            NemoErrorKind.InvalidArgument,
            id.Length == 0 ? "The ID is empty." : $"'{(id.Length > MaxLength ? id.Shorten(MaxShownLength) : id)}' isn't a valid ID.",
            "Specify the ID exactly as the service returned it.");

    /// <summary>Whether a text has no control, format or separator characters, no unpaired surrogates, and no U+FFFE or U+FFFF.</summary>
    private static bool IsVisible(string text)
    {
        for (var i = 0; i < text.Length; i += char.IsSurrogatePair(text, i) ? 2 : 1)
        {
            if (CharUnicodeInfo.GetUnicodeCategory(text, i) is UnicodeCategory.Control or UnicodeCategory.Format
                or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Surrogate
                || text[i] is '\uFFFE' or '\uFFFF')
            {
                return false;
            }
        }

        return true;
    }
}
