using System.Text.RegularExpressions;
using NemoVideo.Client.Protocol;

namespace NemoVideo.Client.Journal;

/// <summary>Reads a line: a field that it doesn't have is as an earlier line of the same operation said.</summary>
internal static class JournalEntryParser
{
    private static readonly Regex PartialFileName = new(@"\.[0-9a-f]{32}\.part\z", RegexOptions.CultureInvariant);

    /// <param name="line">The line.</param>
    /// <param name="earlier">What earlier lines of the operation say; null for its first.</param>
    /// <returns>The operation; null where it lacks what makes one of its kind.</returns>
    public static JournalEntry? Read(JsonElement line, JournalEntry? earlier)
    {
        var id = earlier?.Id ?? line.Text("id")!;
        var step = line.Step()!.Value;
        var at = line.Time("at")!.Value;
        var begunAt = earlier?.BegunAt ?? line.Time("begun") ?? at;
        DateTimeOffset? endedAt = step == JournalStep.Begun ? null : at;
        var session = line.Text("session", earlier?.SessionId);
        return line.Text("kind") switch
        {
            JournalKind.Session => ReadSession(earlier as SessionEntry),
            JournalKind.Upload => ReadUpload(earlier as UploadEntry),
            JournalKind.Message => ReadMessage(earlier as MessageEntry),
            JournalKind.Render => ReadRender(earlier as RenderEntry),
            JournalKind.Download => ReadDownload(earlier as DownloadEntry),
            _ => null,
        };

        SessionEntry ReadSession(SessionEntry? last) => new(
            id, step, begunAt, endedAt, session, line.Text("task", last?.TaskId), line.Text("name", last?.Name), line.Text("language", last?.Language));

        UploadEntry ReadUpload(UploadEntry? last) => new(
            id, step, begunAt, endedAt, session, line.Text("name", last?.FileName), PlaceOf(line.Text("place", last?.Location)),
            line.Text("sha256", last?.ContentHash), line.Whole("bytes", last?.ByteCount), line.Flag("own", last?.IsOwn ?? false));

        MessageEntry ReadMessage(MessageEntry? last) => new(
            id, step, begunAt, endedAt, session, line.Text("text", last?.Excerpt), line.Text("sha256", last?.TextHash),
            line.Text("before", last?.FingerprintBefore), line.Text("after", last?.FingerprintAfter),
            line.Has("status") ? EditStatusOf(line.Text("status")) : last?.Status)
        {
            LackedCredits = line.Has("reason") ? line.Text("reason") == MessageEntry.CreditsReason : last?.LackedCredits ?? false,
        };

        RenderEntry? ReadRender(RenderEntry? last)
        {
            // Its id is the one it was submitted under until the service has given one.
            var render = line.Text("render", last?.SubmittedId);
            var job = line.Text("job", last?.RenderId == last?.SubmittedId ? null : last?.RenderId);
            return string.IsNullOrEmpty(render) || job?.Length == 0 ? null : new RenderEntry(
                id, step, begunAt, endedAt, session, job ?? render!, render!, line.Text("format", last?.Format), line.Text("quality", last?.Quality),
                line.Has("status") ? RenderStatusOf(line.Text("status")) : last?.Status,
                line.Has("status") ? line.Text("status") == "cancelled" : last?.IsCancelled ?? false);
        }

        DownloadEntry? ReadDownload(DownloadEntry? last)
        {
            var path = PathOf(line.Text("path", last?.Path));
            return line.Text("render", last?.RenderId) is not { Length: > 0 } render ? null : new DownloadEntry(
                id, step, begunAt, endedAt, render, path, line.Whole("bytes", last?.ByteCount))
            {
                PartialPath = PartialPathOf(line.Text("part", last?.PartialPath), path),
                FileIdentity = line.Text("file", last?.FileIdentity),
                Version = line.Text("version", last?.Version),
            };
        }
    }

    /// <summary>A full path; null for a text that is none, and that would lead elsewhere from another folder.</summary>
    private static string? PathOf(string? text) =>
        !string.IsNullOrEmpty(text) && text!.IndexOfAny(Path.GetInvalidPathChars()) < 0 && Path.IsPathRooted(text) ? text : null;

    /// <summary>The path of a partial file in the folder of the video; null for any other file, which must not be deleted.</summary>
    private static string? PartialPathOf(string? text, string? video) =>
        PathOf(text) is { } part && video is not null && PartialFileName.IsMatch(part) && Path.GetDirectoryName(part) == Path.GetDirectoryName(video)
            ? part
            : null;

    /// <summary>Where a file was uploaded from: a path, or a URL.</summary>
    private static string? PlaceOf(string? text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" ? text : PathOf(text);

    private static EditStatus? EditStatusOf(string? status) => status switch
    {
        "succeeded" => EditStatus.Succeeded,
        "failed" => EditStatus.Failed,
        _ => null,
    };

    private static RenderStatus? RenderStatusOf(string? status) => status switch
    {
        "pending" => RenderStatus.Pending,
        "processing" => RenderStatus.Processing,
        "completed" => RenderStatus.Completed,
        "failed" => RenderStatus.Failed,
        _ => null,
    };
}
