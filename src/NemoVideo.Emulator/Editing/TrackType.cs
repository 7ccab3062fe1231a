namespace NemoVideo.Emulator.Editing;

/// <summary>The track types of the wire (protocol section 7).</summary>
internal enum TrackType
{
    Video = 0,
    Audio = 1,
    Text = 7,
}
