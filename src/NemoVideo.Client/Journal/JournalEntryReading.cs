using System.Text.Json.Nodes;
using NemoVideo.Client.Editing;
using NemoVideo.Client.Rendering;

namespace NemoVideo.Client.Journal;

/// <summary>Reads a merged operation; null where it lacks what makes one of its kind.</summary>
internal static class JournalEntryReading
{
    public static JournalEntry? Read(JsonObject line)
    {
        var id = line.Text("id")!;
        var step = line.Step()!.Value;
        var at = line.Time("at")!.Value;
        var begunAt = line.Time("begun") ?? at;
        DateTimeOffset? endedAt = step == JournalStep.Begun ? null : at;
        var session = line.Text("session");
        return line.Text("kind") switch
        {
            JournalKind.Session => new SessionEntry(id, step, begunAt, endedAt, session, line.Text("task"), line.Text("name"), line.Text("language")),
            JournalKind.Upload => new UploadEntry(
                id, step, begunAt, endedAt, session, line.Text("name"), line.Text("place"), line.Text("sha256"), line.Whole("bytes"), line.Flag("own")),
            JournalKind.Message => new MessageEntry(
                id, step, begunAt, endedAt, session, line.Text("text"), line.Text("sha256"), line.Text("before"), line.Text("after"), ReadEnd(line.Text("status")))
            {
                LackedCredits = line.Text("reason") == MessageJournal.Credits,
            },
            JournalKind.Render when line.Text("render") is { } render => new RenderEntry(
                id, step, begunAt, endedAt, session, line.Text("job") ?? render, render, line.Text("format"), line.Text("quality"),
                ReadStatus(line.Text("status")), line.Text("status") == "cancelled"),
            JournalKind.Download when line.Text("render") is { } render => new DownloadEntry(
                id, step, begunAt, endedAt, render, line.Text("path"), line.Whole("bytes"))
            {
                PartialPath = line.Text("part"),
                FileIdentity = line.Text("file"),
                Version = line.Text("version"),
            },
            _ => null,
        };
    }

    private static EditStatus? ReadEnd(string? status) => status switch
    {
        "succeeded" => EditStatus.Succeeded,
        "failed" => EditStatus.Failed,
        _ => null,
    };

    private static RenderStatus? ReadStatus(string? status) => status switch
    {
        "pending" => RenderStatus.Pending,
        "processing" => RenderStatus.Processing,
        "completed" => RenderStatus.Completed,
        "failed" => RenderStatus.Failed,
        _ => null,
    };
}
