namespace NemoVideo.Client.Files;

/// <summary>Reads and writes text files as a whole.</summary>
internal static class TextFile
{
    /// <summary>The text of a file in UTF-8, or in the encoding of its byte order mark.</summary>
    public static string Decode(byte[] content)
    {
        using var reader = new StreamReader(new MemoryStream(content));
        return reader.ReadToEnd();
    }

    /// <summary>Writes the file, under another name until it is complete, and returns its path. After a failure, no file remains.</summary>
    /// <param name="path">The requested path.</param>
    /// <param name="text">The content, written as UTF-8.</param>
    /// <param name="claim">See <see cref="TempFile.MoveToFree"/>.</param>
    /// <param name="next">See <see cref="TempFile.MoveToFree"/>.</param>
    public static string Write(string path, string text, Func<string, NameClaim> claim, Func<string, string> next)
    {
        try
        {
            path = Path.GetFullPath(path);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            using var file = new TempFile(path);
            var content = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false).GetBytes(text);
            file.Stream.Write(content, 0, content.Length);
            return file.MoveToFree(path, claim, next);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw DestinationErrors.OfTextFile(path, exception);
        }
    }
}
