namespace NemoVideo.Client.Tests.Support;

/// <summary>The shortest content that begins like a video.</summary>
internal static class TinyVideo
{
    /// <summary>The signature of a WebM file, and the content that follows it.</summary>
    public static byte[] Of(params byte[] rest) => [0x1A, 0x45, 0xDF, 0xA3, .. rest];
}
