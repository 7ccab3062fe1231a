namespace NemoVideo.Client.Timeline;

/// <summary>What a track holds: the wire's <c>tt</c>.</summary>
public enum TrackKind
{
    /// <summary>A type that is not documented.</summary>
    Other = -1,

    /// <summary>Video, <c>tt</c> 0.</summary>
    Video = 0,

    /// <summary>Audio, such as background music, <c>tt</c> 1.</summary>
    Audio = 1,

    /// <summary>Text, such as a title, <c>tt</c> 7.</summary>
    Text = 7,
}
