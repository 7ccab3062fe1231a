using System.Text.Encodings.Web;

namespace NemoVideo.Client.Pictures;

/// <summary>Writes the data of a picture as JSON. All times are in seconds.</summary>
public static class JsonPicture
{
    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The data as a JSON document.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="cancellationToken">Cancels the drawing.</param>
    /// <exception cref="NemoException">The picture omits a part of the timeline.</exception>
    public static string Draw(TimelinePicture picture, CancellationToken cancellationToken = default)
    {
        _ = picture ?? throw new ArgumentNullException(nameof(picture));
        picture.RequireAll();
        var root = new JsonObject
        {
            ["format"] = "nemovideo-timeline",
            ["version"] = 1,
            ["title"] = picture.Title,
            ["changes"] = picture.Changes,
            ["duration"] = picture.Duration.TotalSeconds,
            ["panels"] = ArrayOf(picture.Panels.Select(panel => PanelOf(panel, cancellationToken))),
        };
        return Format(root);
    }

    /// <summary>A document for people and tools: indented, with an end of line.</summary>
    internal static string Format(JsonObject root) => root.ToJsonString(Indented) + "\n";

    private static JsonObject PanelOf(PicturePanel panel, CancellationToken cancellationToken) => new()
    {
        ["caption"] = panel.Caption,
        ["canvas"] = panel.Canvas,
        ["duration"] = panel.Duration.TotalSeconds,
        ["lanes"] = ArrayOf(panel.Lanes.Select(lane => LaneOf(lane, cancellationToken))),
    };

    private static JsonObject LaneOf(PictureLane lane, CancellationToken cancellationToken) => new()
    {
        ["number"] = lane.Number,
        ["kind"] = lane.Kind.ToString(),
        ["label"] = lane.Label,
        ["change"] = lane.Change.ToString(),
        ["segmentsWithoutTime"] = lane.UntimedCount,
        ["segments"] = ArrayOf(lane.Blocks.Select(block => BlockOf(block, cancellationToken))),
    };

    private static JsonObject BlockOf(PictureBlock block, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new()
        {
            ["name"] = block.Name,
            ["start"] = block.Start.TotalSeconds,
            ["length"] = block.Length.TotalSeconds,
            ["volume"] = block.Volume,
            ["row"] = block.Row,
            ["isChanged"] = block.IsChanged,
            ["file"] = block.Media?.FileName,
            ["fileStart"] = block.Media is null ? null : block.MediaStart.TotalSeconds,
        };
    }

    private static JsonArray ArrayOf(IEnumerable<JsonObject> items) => new([.. items]);
}
