using System.Text.Json;
using NemoVideo.Client.Errors;
using NemoVideo.Client.Journal;
using NemoVideo.Client.Protocol;

namespace NemoVideo.Client.Timeline;

/// <summary>Reads a state answer and its draft tolerantly (protocol section 7): unknown keys never break it.</summary>
internal static class DraftReader
{
    private const int MostParts = 100_000;

    private static readonly JsonElement Nothing = JsonDocument.Parse("{}").RootElement.Clone();

    /// <param name="sessionId">The session, if the response names none.</param>
    /// <param name="data">The response's data.</param>
    /// <param name="raw">The same as it came, token included.</param>
    public static TimelineState Read(string sessionId, JsonElement data, JsonElement raw)
    {
        var state = data.ObjectField("state") ?? Nothing;
        var draft = state.ObjectField("draft");
        return new TimelineState(
            data.Id("session_id") ?? sessionId,
            data.Id("task_id"),
            data.Text("task_name"),
            state,
            raw.ObjectField("state") ?? Nothing,
            draft,
            draft is { } found ? ReadTracks(found) : []);
    }

    private static Track[] ReadTracks(JsonElement draft)
    {
        CheckSize(draft);
        return [.. draft.Items("t").Where(static item => item.ValueKind == JsonValueKind.Object).Select(ReadTrack)];
    }

    /// <summary>Three characters of an answer can make a segment, which takes a hundred times their memory, and more as an object of a pipeline.</summary>
    private static void CheckSize(JsonElement draft)
    {
        if (draft.Items("t").Sum(static track => 1 + (track.Field("sg") is { ValueKind: JsonValueKind.Array } segments ? segments.GetArrayLength() : 0)) > MostParts)
        {
            throw new NemoException(
                NemoErrorKind.InvalidResponse,
                $"The timeline has more than {MostParts} tracks and segments and was not read.",
                "Continue in a new session.")
            {
                Action = NemoAction.CreateSession,
            };
        }
    }

    private static Track ReadTrack(JsonElement track, int index)
    {
        var code = track.Whole("tt") is { } number and >= int.MinValue and <= int.MaxValue ? (int?)number : null;
        var kind = code switch
        {
            0 => TrackKind.Video,
            1 => TrackKind.Audio,
            7 => TrackKind.Text,
            _ => TrackKind.Other,
        };
        return new Track(index + 1, kind, code, ReadName(track), ReadSegments(track));
    }

    private static List<Segment> ReadSegments(JsonElement track)
    {
        var segments = new List<Segment>();
        TimeSpan? endOfLast = TimeSpan.Zero;
        foreach (var item in track.Items("sg").Where(static item => item.ValueKind == JsonValueKind.Object))
        {
            var segment = new Segment(
                ReadName(item),
                item.Milliseconds("s") ?? endOfLast,
                item.Milliseconds("d"),
                item.Real("volume") ?? item.ObjectField("m")?.Real("volume"));
            segments.Add(segment);
            endOfLast = segment.End;
        }

        return segments;
    }

    private static string? ReadName(JsonElement element) =>
        element.ObjectField("m")?.FirstText("title", "name", "text") ?? element.FirstText("title", "name", "text");
}
