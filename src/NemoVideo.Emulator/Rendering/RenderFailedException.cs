namespace NemoVideo.Emulator.Rendering;

/// <summary>ffmpeg could not make the file.</summary>
internal sealed class RenderFailedException(string message) : Exception(message);
