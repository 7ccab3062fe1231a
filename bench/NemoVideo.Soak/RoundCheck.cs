namespace NemoVideo.Soak;

/// <summary>Finds problems of a round: each operation must have been done exactly once.</summary>
internal static class RoundCheck
{
    /// <summary>The problem in the recorded requests, or null. With faults, a lost response isn't recorded.</summary>
    public static string? OnRecord(Round round, Func<string, int> done, bool hasFaults)
    {
        string? Check(string operation, string id, int minimum, int maximum) =>
            done($"{operation} {id}") is var count && count >= minimum && count <= maximum ? null : $"{operation} ran {count} times";

        return Check("message", round.SessionId, minimum: 1, maximum: 1)
            ?? Check("upload", round.SessionId, hasFaults ? 0 : 1, maximum: 1)
            ?? Check("submit", round.RenderId, hasFaults ? 0 : 1, maximum: 1)
            ?? Check("video", round.VideoPath, minimum: 1, hasFaults ? int.MaxValue : 1);
    }

    /// <summary>The problem in the state of the emulator, or null.</summary>
    public static string? OfHolding(Round round, ServerHolding? holding) => holding switch
    {
        null => "the server doesn't have the session",
        { Session.MessageCount: not 1 } => $"{holding.Session.MessageCount} messages",
        { Session.Uploads: not [_] } => $"{holding.Session.Uploads.Count} uploads",
        { Renders: not [_] } => $"{holding.Renders.Count} renders",
        { Session.Uploads: [var upload] } when upload.Hash != round.Clip.Hash => "the uploaded file is not the clip of this round",
        { Renders: [var render] } when render.Id != round.RenderId || render.CompletedAt is null || render.Error is not null =>
            $"the render {render.Id} is not complete: {render.Error}",
        { Renders: [var render] } when render.File?.ByteCount != round.Clip.ByteCount => "the size of the video is wrong",
        _ => null,
    };
}
