namespace NemoVideo.Client.Files;

/// <summary>Writes a text file as a whole. Until it is complete, it has another name. After a failure, no file remains.</summary>
internal static class TextFile
{
    /// <summary>Writes the file and returns its path.</summary>
    /// <param name="path">The requested path.</param>
    /// <param name="text">The content, written as UTF-8.</param>
    /// <param name="naming">Whether a file at a path is replaced; null if the file must get the next name.</param>
    public static string Write(string path, string text, Func<string, bool?> naming)
    {
        try
        {
            path = Path.GetFullPath(path);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            using var file = new TempFile(path);
            var content = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false).GetBytes(text);
            file.Stream.Write(content, 0, content.Length);
            while (naming(path) is not { } replaces || !file.TryMove(path, replaces))
            {
                path = NumberedName.Next(path);
            }

            return path;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw DestinationErrors.OfTextFile(path, exception);
        }
    }
}
