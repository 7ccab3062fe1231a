namespace NemoVideo.Soak;

/// <summary>What is wrong with a round, if anything: each thing must have been done, and once.</summary>
internal static class RoundCheck
{
    /// <summary>What the server's records of its requests say against it; null for nothing.</summary>
    /// <param name="round">The round.</param>
    /// <param name="done">How often something was done, as <see cref="RequestLedger.Done"/> tells it.</param>
    /// <param name="hasFaults">Whether answers got lost: what was done then is not repeated, and no answer is on record.</param>
    public static string? OnRecord(Round round, Func<string, int> done, bool hasFaults)
    {
        string? Amiss(string what, string id, int least, int most) =>
            done($"{what} {id}") is var count && count >= least && count <= most ? null : $"{count} times {what}";

        return Amiss("message", round.SessionId, least: 1, most: 1)
            ?? Amiss("upload", round.SessionId, hasFaults ? 0 : 1, most: 1)
            ?? Amiss("submit", round.RenderId, hasFaults ? 0 : 1, most: 1)
            ?? Amiss("video", round.VideoPath, least: 1, hasFaults ? int.MaxValue : 1);
    }

    /// <summary>What that says against it which the server holds; null for nothing.</summary>
    public static string? OfHolding(Round round, ServerHolding? holding) => holding switch
    {
        null => "the server has lost it",
        { Session.MessageCount: not 1 } => $"{holding.Session.MessageCount} messages",
        { Session.Uploads: not [_] } => $"{holding.Session.Uploads.Count} uploads",
        { Renders: not [_] } => $"{holding.Renders.Count} renders",
        { Session.Uploads: [var upload] } when upload.Hash != round.Clip.Hash => "another file was uploaded",
        { Renders: [var render] } when render.Id != round.RenderId || render.CompletedAt is null || render.Error is not null =>
            $"the render {render.Id} is not complete: {render.Error}",
        { Renders: [var render] } when render.File?.ByteCount != round.Clip.ByteCount => "the video has another length",
        _ => null,
    };
}
