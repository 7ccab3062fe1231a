namespace NemoVideo.Client.Exports;

/// <summary>
/// A video on disk. Until it is complete, it is a temporary file. If another file has the name then and may not be replaced, the video gets
/// the next free name.
/// </summary>
/// <param name="path">The requested path.</param>
/// <param name="claim">See <see cref="TempFile.MoveToFree"/>.</param>
/// <param name="next">See <see cref="TempFile.MoveToFree"/>.</param>
internal sealed class VideoFile(string path, Func<string, NameClaim> claim, Func<string, string> next)
{
    private readonly string _path = Path.GetFullPath(path);

    public VideoFile(string path, bool overwrite)
        : this(path, _ => overwrite ? NameClaim.Replacing : NameClaim.New, NumberedName.Next)
    {
    }

    /// <summary>Called with the complete temporary file and its path before it gets its name.</summary>
    public Action<FileStream, string>? Completed { get; init; }

    /// <summary>Whether a job that can run again downloads the video.</summary>
    public bool IsOfJob { get; init; }

    /// <summary>Creates the folder and checks that files can be written there, before the wait for a render.</summary>
    public void CheckFolder()
    {
        try
        {
            using var probe = Create();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw DestinationErrors.ToException(_path, exception, renderId: null, IsOfJob);
        }
    }

    /// <summary>
    /// Writes the video; <paramref name="fill"/> writes the content. Returns the path of the video. After a failure, no file remains.
    /// </summary>
    public async Task<string> WriteAsync(
        string renderId, Func<FileStream, CancellationToken, Task> fill, CancellationToken cancellationToken)
    {
        try
        {
            using var file = Create();
            await fill(file.Stream, cancellationToken).ConfigureAwait(false);

            // A full disk may be detected only here. If so, the file must not be renamed.
            file.Flush();
            Completed?.Invoke(file.Stream, file.Path);
            return file.MoveToFree(_path, claim, next);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw DestinationErrors.ToException(_path, exception, renderId, IsOfJob);
        }
    }

    private TempFile Create()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_path)!);
        return new TempFile(_path);
    }
}
