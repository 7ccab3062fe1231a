using System.Text.Json.Nodes;
using NemoVideo.Client.Identity;
using NemoVideo.Client.Journal;

namespace NemoVideo.Client.Rendering;

/// <summary>One video on disk: <c>&lt;name&gt;.part</c> until it is whole, and only then under its name.</summary>
/// <param name="path">The name.</param>
/// <param name="overwrite">Whether a file that is there already is replaced.</param>
internal sealed class VideoFile(string path, bool overwrite)
{
    private readonly string _part = path + ".part";

    /// <summary>Makes its folder, and sees that files can be written there: better known before a render is waited for.</summary>
    /// <exception cref="NemoException">They cannot.</exception>
    public void CheckFolder()
    {
        try
        {
            var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
            Directory.CreateDirectory(folder);

            // Under a name that no download has.
            using var probe = new FileStream(
                Path.Combine(folder, "." + Path.GetRandomFileName()), FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 1, FileOptions.DeleteOnClose);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw TargetFailure.Explain(path, exception);
        }
    }

    /// <summary>Writes the video, with each step in the journal.</summary>
    /// <param name="renderId">The render.</param>
    /// <param name="journal">Told before it begins, once it is whole, and when it has its name.</param>
    /// <param name="fill">Writes the content.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="NemoException">It is there already, cannot be written, or what fills it has failed: then it is not there.</exception>
    public async Task WriteAsync(
        string renderId, OperationJournal journal, Func<FileStream, CancellationToken, Task> fill, CancellationToken cancellationToken)
    {
        if (File.Exists(path) && !overwrite)
        {
            throw TargetFailure.IsThere(path);
        }

        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);

            // Opened outside of what deletes it: where another download holds the part, it is not this one's to delete.
            var file = new FileStream(_part, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 1, FileOptions.Asynchronous);
            var isMoved = false;
            try
            {
                var announced = new JsonObject { ["render"] = renderId, ["path"] = Path.GetFullPath(path) };
                var operation = await journal.BeginAsync(JournalKind.Download, announced, cancellationToken).ConfigureAwait(false);
                try
                {
                    await fill(file, cancellationToken).ConfigureAwait(false);
                    var byteCount = file.Length;

                    // A disk that turns out to be full only now must not have given a half video its name.
                    file.Flush(flushToDisk: true);

                    // Whoever finds a file of that size behind a process that died knows then that it is this one.
                    await operation.NoteAsync(Size(byteCount)).ConfigureAwait(false);
                    GiveName(file);
                    isMoved = true;
                    await operation.DoneAsync(Size(byteCount)).ConfigureAwait(false);
                }
                catch
                {
                    // There is no file, whatever became of the request: it can be asked for again.
                    await operation.FailedAsync().ConfigureAwait(false);
                    throw;
                }
            }
            finally
            {
                file.Dispose();
                if (!isMoved)
                {
                    // It would keep a full disk full, and what it is a part of a later run could not tell. Behind the move, a file of
                    // this name is another download's.
                    DeleteIfPossible();
                }
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw TargetFailure.Explain(path, exception);
        }
    }

    private static JsonObject Size(long byteCount) => new() { ["bytes"] = byteCount };

    /// <summary>Until it has its name, nobody else gets at it: where the system moves open files, it is closed behind that.</summary>
    private void GiveName(FileStream file)
    {
        if (Path.DirectorySeparatorChar == '\\')
        {
            file.Dispose();
        }

        AtomicMove.Move(_part, path, overwrite);
        file.Dispose();
    }

    /// <summary>A part that stays is written over by the next download. What led here is worth more to know.</summary>
    private void DeleteIfPossible()
    {
        try
        {
            File.Delete(_part);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Such as one that a virus scanner looks at.
        }
    }
}
