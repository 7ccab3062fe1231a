namespace NemoVideo.Emulator.State;

/// <summary>What an uploaded file is.</summary>
internal enum MediaKind
{
    Video,
    Image,
    Audio,
}
