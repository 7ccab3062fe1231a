namespace NemoVideo.Client.Errors;

internal static class Truncation
{
    /// <summary>At most so many characters of a text. A surrogate pair isn't split.</summary>
    public static string Truncate(this string text, int maxLength) =>
        text.Length <= maxLength ? text : text.Substring(0, char.IsHighSurrogate(text[maxLength - 1]) ? maxLength - 1 : maxLength);

    /// <summary>The same, with an ellipsis if something is missing.</summary>
    public static string Shorten(this string text, int maxLength) =>
        text.Length <= maxLength ? text : text.Truncate(maxLength).TrimEnd() + "…";
}
