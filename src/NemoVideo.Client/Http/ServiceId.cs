namespace NemoVideo.Client.Http;

/// <summary>Validates IDs of the service, which become a segment of a path and part of one-line messages.</summary>
internal static class ServiceId
{
    private const int MaxLength = 1000;
    private const int MaxShownLength = 20;

    public static bool IsValid(string text) =>
        text.Length is > 0 and <= MaxLength && text is not ("." or "..") && !text.Contains(Redaction.Placeholder)
        && ControlCharacters.OneLine(text) == text && !text.Any(static one => char.IsSurrogate(one) || char.GetUnicodeCategory(one) == UnicodeCategory.Format);

    public static string ToPathSegment(string id) => IsValid(id)
        ? Uri.EscapeDataString(id)
        : throw new NemoException(
            NemoErrorKind.InvalidArgument,
            id.Length == 0 ? "The ID is empty." : $"'{(id.Length > MaxLength ? id.Shorten(MaxShownLength) : id)}' isn't a valid ID.",
            "Specify the ID exactly as the service returned it.");
}
