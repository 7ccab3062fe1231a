using System.Globalization;
using System.Text.Json.Nodes;

namespace NemoVideo.Emulator.Editing;

/// <summary>Changes the size or the direction of the picture; what is not asked for stays.</summary>
/// <param name="shortSide">Pixels of the shorter side: 2160 for 4K; null leaves it.</param>
/// <param name="shape">The new direction; null leaves it.</param>
internal sealed class CanvasEdit(int? shortSide, CanvasShape? shape) : IEdit
{
    public string Tool => "set_canvas";

    public JsonObject Arguments => new()
    {
        ["short_side"] = shortSide,
        ["shape"] = shape?.ToString().ToLower(CultureInfo.InvariantCulture),
    };

    public string Apply(Draft draft)
    {
        var side = shortSide ?? Math.Min(draft.Width, draft.Height);
        var (width, height) = (shape ?? ShapeOf(draft)) switch
        {
            CanvasShape.Vertical => (side, side * 16 / 9),
            CanvasShape.Square => (side, side),
            _ => (side * 16 / 9, side),
        };
        draft.SetCanvas(width, height);
        return $"Canvas set to {width}x{height}";
    }

    private static CanvasShape ShapeOf(Draft draft) =>
        draft.Width == draft.Height ? CanvasShape.Square
        : draft.Width < draft.Height ? CanvasShape.Vertical
        : CanvasShape.Wide;
}
