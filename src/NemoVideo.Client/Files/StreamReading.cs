namespace NemoVideo.Client.Files;

/// <summary>Reads a stream whose reads can be shorter than requested.</summary>
internal static class StreamReading
{
    /// <summary>Reads until the buffer is full or the stream ends. Returns the number of bytes.</summary>
    public static int ReadFully(this Stream stream, byte[] buffer)
    {
        var count = 0;
        for (int read; count < buffer.Length && (read = stream.Read(buffer, count, buffer.Length - count)) > 0; count += read)
        {
        }

        return count;
    }
}
