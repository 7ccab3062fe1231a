using System.Text.Json;
using NemoVideo.Client.Errors;
using NemoVideo.Client.Journal;
using NemoVideo.Client.Protocol;
using NemoVideo.Client.Timeline;
using NemoVideo.Client.Transport;

namespace NemoVideo.Client.Operations;

/// <summary>Finds an upload in what came on top of a state, by the name it was sent under.</summary>
internal static class UploadFinder
{
    public static UploadedMedia? Find(TimelineState before, TimelineState after, string name, Redaction redaction)
    {
        var known = Named(before, name).Count();
        var found = Named(after, name).ToList();
        return found.Count > known ? ReadMedia(found[found.Count - 1], name, redaction) : null;
    }

    /// <summary>The newest upload of a name; null where there is none.</summary>
    public static UploadedMedia? FindAny(TimelineState state, string name, Redaction redaction) =>
        Named(state, name).Select(static item => (JsonElement?)item).LastOrDefault() is { } found ? ReadMedia(found, name, redaction) : null;

    /// <summary>Whether a state names any upload at all.</summary>
    public static bool IsAny(TimelineState state) => state.State.Items("video_infos").Any();

    public static UploadedMedia ReadMedia(JsonElement file, string name, Redaction redaction) => new(
        file.FirstText("filename", "file_name", "name") ?? name,
        file.FirstText("file_type", "type"),
        JsonAccess.WebAddress(file.FirstText("cdn_url", "url"), redaction.IsIn),
        file.Seconds("duration"),
        file.Count("width"),
        file.Count("height"),
        file.Real("fps"),
        file.Text("hash"));

    private static IEnumerable<JsonElement> Named(TimelineState state, string name)
    {
        // Names of the service are read in this form; the name of a local file can hold a line end.
        var read = ControlCharacters.OneLine(name);
        return state.State.Items("video_infos")
            .Where(static item => item.ValueKind == JsonValueKind.Object)
            .Where(item => item.FirstText("filename", "file_name", "name") == read);
    }
}
