namespace NemoVideo.Emulator.Streaming;

/// <summary>Takes a recorded stream apart, so that it can be sent as it came: frame by frame, and byte for byte.</summary>
internal static class RecordedStream
{
    private static ReadOnlySpan<byte> End => "\n\n"u8;

    /// <summary>All bytes in order; the last of them need not make a whole frame.</summary>
    public static IEnumerable<ReadOnlyMemory<byte>> Frames(ReadOnlyMemory<byte> recording)
    {
        while (!recording.IsEmpty)
        {
            var end = recording.Span.IndexOf(End);
            var length = end < 0 ? recording.Length : end + End.Length;
            yield return recording[..length];
            recording = recording[length..];
        }
    }

    public static bool IsWhole(ReadOnlyMemory<byte> frame) => frame.Span.EndsWith(End);
}
