namespace NemoVideo.Emulator.Editing;

/// <summary>The direction of a picture.</summary>
internal enum CanvasShape
{
    Wide,
    Vertical,
    Square,
}
