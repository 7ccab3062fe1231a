using NemoVideo.Client.Http;

namespace NemoVideo.Client.Journal;

/// <summary>Reads a line. A missing field keeps its value from an earlier line of the same operation.</summary>
internal static class JournalEntryParser
{
    /// <summary>The operation after this line; null if a field that its kind requires is missing.</summary>
    public static JournalEntry? Read(JsonElement line, JournalEntry? earlier)
    {
        var id = earlier?.Id ?? line.Text("id")!;
        var step = line.Named<JournalStep>("step")!.Value;
        var at = line.Time("at")!.Value;
        var begunAt = earlier?.BegunAt ?? line.Time("begun") ?? at;
        DateTimeOffset? endedAt = step == JournalStep.Begun ? null : at;
        var session = line.Text("session", earlier?.SessionId);
        return line.Text("kind") switch
        {
            JournalKind.Session => ReadSession(earlier as SessionEntry),
            JournalKind.Render => ReadRender(earlier as RenderEntry),
            JournalKind.Download => ReadDownload(earlier as DownloadEntry),
            JournalKind.Source => new SourceEntry(id, step, begunAt, endedAt, session, PathOf(line.Text("path", earlier: null))),
            _ => null,
        };

        SessionEntry ReadSession(SessionEntry? last) => new(
            id, step, begunAt, endedAt, session,
            line.Text("task", last?.TaskId), line.Text("name", last?.Name), line.Text("language", last?.Language));

        RenderEntry? ReadRender(RenderEntry? last)
        {
            // Until the service assigns an ID, the render has the submitted one.
            var render = line.Text("render", last?.SubmittedId);
            var job = line.Text("job", last?.RenderId == last?.SubmittedId ? null : last?.RenderId);
            return string.IsNullOrEmpty(render) || job?.Length == 0 ? null : new RenderEntry(
                id, step, begunAt, endedAt, session,
                job ?? render!, render!, line.Text("format", last?.Format), line.Text("quality", last?.Quality),
                line.Has("status") ? line.Named<RenderStatus>("status") : last?.Status,
                line.Has("status") ? line.Text("status") == "cancelled" : last?.IsCancelled ?? false)
            {
                Fingerprint = line.Text("fingerprint", last?.Fingerprint),
                Options = line.Text("options", last?.Options),
            };
        }

        DownloadEntry? ReadDownload(DownloadEntry? last)
        {
            var path = PathOf(line.Text("path", last?.Path));
            return line.Text("render", last?.RenderId) is not { Length: > 0 } render ? null
                : new DownloadEntry(id, step, begunAt, endedAt, render, path);
        }
    }

    /// <summary>A full path; null for any other text.</summary>
    private static string? PathOf(string? text) =>
        !string.IsNullOrEmpty(text) && text!.IndexOfAny(Path.GetInvalidPathChars()) < 0 && Path.IsPathRooted(text) ? text : null;
}
