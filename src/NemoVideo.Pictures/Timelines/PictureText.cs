namespace NemoVideo.Pictures.Timelines;

/// <summary>Texts of the service in a picture.</summary>
internal static class PictureText
{
    /// <summary>A text in one line, without control characters, invalid characters and secrets in URLs. Empty for null.</summary>
    public static string Of(string? text) => text is null ? "" : CellText.Clean(UrlText.Hide(ControlCharacters.OneLine(text))).Trim();
}
