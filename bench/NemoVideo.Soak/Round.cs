namespace NemoVideo.Soak;

/// <summary>A round as the client saw it: session, upload, message, render, download.</summary>
/// <param name="SessionId">Its session.</param>
/// <param name="RenderId">Its render.</param>
/// <param name="VideoPath">Where on the content network its video was.</param>
/// <param name="Clip">What was uploaded, and so what must come back.</param>
/// <param name="Steps">How long each step took, in the order of <see cref="StepNames"/>.</param>
internal sealed record Round(string SessionId, string RenderId, string VideoPath, Clip Clip, IReadOnlyList<TimeSpan> Steps)
{
    /// <summary>The lines that a round has in the journal: two for each step, and one more for the render and the download.</summary>
    public const int JournalLines = 12;

    /// <summary>What a round consists of.</summary>
    public static readonly IReadOnlyList<string> StepNames = ["session", "upload", "edit", "submit", "wait", "download"];
}
