namespace NemoVideo.Soak;

/// <summary>A round of the client: session, upload, message, render, download. The steps are in the order of <see cref="StepNames"/>.</summary>
internal sealed record Round(string SessionId, string RenderId, string VideoPath, Clip Clip, IReadOnlyList<TimeSpan> Steps)
{
    /// <summary>The history lines of a round: two for the session and the download, and three for the render.</summary>
    public const int HistoryLines = 7;

    public static readonly IReadOnlyList<string> StepNames = ["session", "upload", "edit", "submit", "wait", "download"];
}
