namespace NemoVideo.Client.Operations;

/// <summary>Writes a text file as a whole. Until it is complete, it has another name. After a failure, no file remains.</summary>
internal static class TextFile
{
    /// <summary>Writes the file and returns its path.</summary>
    /// <param name="path">The requested path.</param>
    /// <param name="text">The content, written as UTF-8.</param>
    /// <param name="naming">
    /// Whether a file at a path is replaced; null if the file must get the next name. Its second argument is the same place in the open folder.
    /// </param>
    public static string Write(string path, string text, Func<string, string, bool?> naming)
    {
        try
        {
            using var folder = OpenedFolder.Open(Path.GetDirectoryName(Path.GetFullPath(path))!, isCreating: true);
            var mode = VideoFile.Probe(folder);
            var part = folder.PathTo($".{Path.GetRandomFileName()}.part");
            using var file = RegularFile.Create(part);
            var isMoved = false;
            try
            {
                var content = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false).GetBytes(text);
                file.Write(content, 0, content.Length);
                file.Flush(flushToDisk: true);
                var identity = VideoFile.Finish(file, part, mode);
                var target = folder.PathTo(Path.GetFileName(path));
                while (!VideoFile.TryMove(part, target, naming(path, target)))
                {
                    path = NumberedName.Next(path);
                    target = folder.PathTo(Path.GetFileName(path));
                }

                isMoved = true;
                VideoFile.CheckIdentity(path, identity);
                return path;
            }
            finally
            {
                if (!isMoved)
                {
                    file.Dispose();
                    VideoFile.DeleteIfPossible(part);
                }
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw DestinationErrors.OfTextFile(path, exception);
        }
    }
}
