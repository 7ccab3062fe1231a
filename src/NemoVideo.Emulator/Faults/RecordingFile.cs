namespace NemoVideo.Emulator.Faults;

/// <summary>A recorded stream, which a fault replays.</summary>
internal static class RecordingFile
{
    private const int MaxByteCount = 16 << 20;

    /// <exception cref="FormatException">The file doesn't exist, isn't a regular file, is too large or can't be read.</exception>
    public static byte[] Read(string path)
    {
        var file = new FileInfo(path);
        try
        {
            if (!file.Exists)
            {
                throw Problem(file, "was not found");
            }

            // Opening a pipe would wait for its writer.
            var target = file.ResolveLinkTarget(returnFinalTarget: true) ?? file;
            if (!OperatingSystem.IsWindows() && UnixStatus.Find(target.FullName) is not { IsRegularFile: true })
            {
                throw Problem(file, "is not a regular file");
            }

            using var content = file.OpenRead();
            if (content.Length > MaxByteCount)
            {
                throw Problem(file, "is larger than 16 MiB");
            }

            var bytes = new byte[content.Length];
            content.ReadExactly(bytes);
            return bytes;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Problem(file, $"can't be read: {exception.Message.TrimEnd('.')}");
        }
    }

    private static FormatException Problem(FileInfo file, string problem) => new($"The recording '{file.FullName}' {problem}.");
}
