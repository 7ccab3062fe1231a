namespace NemoVideo.Client.Journal;

/// <summary>The kinds of operation, as the journal writes them.</summary>
internal static class JournalKind
{
    public const string Session = "session";
    public const string Upload = "upload";
    public const string Message = "message";
    public const string Render = "render";
    public const string Download = "download";
}
