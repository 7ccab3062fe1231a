namespace NemoVideo.Emulator.Rendering;

/// <summary>The states of a render on the wire (protocol section 8).</summary>
internal enum RenderStatus
{
    Pending,
    Processing,
    Completed,
    Failed,
}
