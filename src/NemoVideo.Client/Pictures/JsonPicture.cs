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
    public static string Draw(TimelinePicture picture)
    {
        _ = picture ?? throw new ArgumentNullException(nameof(picture));
        var root = new JsonObject
        {
            ["format"] = "nemovideo-timeline",
            ["version"] = 1,
            ["title"] = picture.Title,
            ["changes"] = picture.Changes,
            ["duration"] = picture.Duration.TotalSeconds,
            ["panels"] = ArrayOf(picture.Panels.Select(PanelOf)),
        };
        return Format(root);
    }

    /// <summary>A document for people and tools: indented, with an end of line.</summary>
    internal static string Format(JsonObject root) => root.ToJsonString(Indented) + "\n";

    private static JsonObject PanelOf(PicturePanel panel) => new()
    {
        ["caption"] = panel.Caption,
        ["canvas"] = panel.Canvas,
        ["duration"] = panel.Duration.TotalSeconds,
        ["lanes"] = ArrayOf(panel.Lanes.Select(LaneOf)),
    };

    private static JsonObject LaneOf(PictureLane lane) => new()
    {
        ["number"] = lane.Number,
        ["kind"] = lane.Kind.ToString(),
        ["label"] = lane.Label,
        ["change"] = lane.Change.ToString(),
        ["segmentsWithoutTime"] = lane.UntimedCount,
        ["segments"] = ArrayOf(lane.Blocks.Select(BlockOf)),
    };

    private static JsonObject BlockOf(PictureBlock block) => new()
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

    private static JsonArray ArrayOf(IEnumerable<JsonObject> items) => new([.. items]);
}
