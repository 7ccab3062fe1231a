using NemoVideo.Client.Edits;
using NemoVideo.Client.Timeline;

namespace NemoVideo.Client.Jobs;

/// <summary>Describes what a message did, with limited texts and without secrets of URLs.</summary>
internal static class JobMessage
{
    private const int MaxTextCharacters = 8 * 1024;
    private const string UnchangedTimeline = "The timeline didn't change";
    private const int MaxExcerptCharacters = 60;
    private const int MaxChanges = 50;
    private const int MaxTimelineItems = 200;
    private const int MaxItemCharacters = 200;

    /// <summary>The beginning of a message, in one line, without secrets in URLs.</summary>
    public static string Excerpt(string message) => ControlCharacters.OneLine(UrlText.Hide(message).Truncate(MaxExcerptCharacters), " ");

    /// <summary>Whether a failed message is known to have left the timeline as it was.</summary>
    public static bool HasNoEdit(JobLine message) => message.Error?.EndsWith(UnchangedTimeline, StringComparison.Ordinal) == true;

    /// <summary>The line for the result of a message, whose outcome is known.</summary>
    /// <remarks>Only the draft is rendered, so a message that left it as it was isn't an edit.</remarks>
    public static JobLine Describe(int number, EditResult result)
    {
        var isEdit = result is { IsDraftChanged: true, Status: not EditStatus.AwaitingInput };
        var error = Limit(result.Error?.Message);
        return new JobLine(JobLineKind.Message)
        {
            Number = number,
            State = result.Status switch
            {
                EditStatus.AwaitingInput => JobLineState.AwaitingInput,
                EditStatus.Failed => JobLineState.Failed,
                _ => isEdit ? JobLineState.Done : JobLineState.Unchanged,
            },
            Before = (isEdit ? result.Before : result.After).Fingerprint,
            Question = result.Questions.Count == 0 ? null : Limit(string.Join(" ", result.Questions.Select(static one => one.Line))),
            Error = error is null ? null : Limit(
                result.IsTimelineKnown ? $"{error.TrimEnd('.')}. {(isEdit ? "The timeline changed" : UnchangedTimeline)}" : error),
            AgentText = Limit(result.Text),
            Changes =
            [
                .. result.Changes.Take(MaxChanges).Select(static change => UrlText.Hide(change.Sentence).Shorten(MaxItemCharacters)),
            ],
            TracksBefore = number == 0 ? Limit(result.Before.Tracks) : null,
            TracksAfter = Limit(result.After.Tracks),
        };
    }

    /// <summary>The line for a message whose edit is in the timeline, or whose timeline the caller accepts as it is (null).</summary>
    public static JobLine Settle(JobLine message, TimelineState? edited)
    {
        var changes = message.State == JobLineState.Unchanged ? message.Changes : null;
        return message with
        {
            State = JobLineState.Done,
            Before = edited is null ? null : message.Before,
            Changes = changes,
            TracksAfter = Limit(edited?.Tracks) ?? message.TracksAfter,
        };
    }

    /// <summary>The timeline for the log: one line for each name. Null for one that is too long.</summary>
    public static IReadOnlyList<Track>? Limit(IReadOnlyList<Track>? tracks) =>
        tracks is null || tracks.Sum(static track => 1 + track.Segments.Count) > MaxTimelineItems ? null
            : [.. tracks.Select(static track => track with
            {
                Name = LimitName(track.Name),
                Segments = [.. track.Segments.Select(static segment => segment with { Name = LimitName(segment.Name) })],
            })];

    private static string? Limit(string? text) => UrlText.HideOrNull(text)?.Truncate(MaxTextCharacters);

    private static string? LimitName(string? name) =>
        name is null ? null : UrlText.Hide(ControlCharacters.OneLine(name)).Shorten(MaxItemCharacters);
}
