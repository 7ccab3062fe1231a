using System.Collections.Concurrent;
using System.Text.RegularExpressions;

namespace NemoVideo.Client.Files;

/// <summary>Whether a file may get a name.</summary>
internal enum NameClaim
{
    /// <summary>It must get another one.</summary>
    Taken,

    /// <summary>If no file has it.</summary>
    New,

    /// <summary>A file that has it is replaced.</summary>
    Replacing,
}

/// <summary>
/// A file that is written beside its path under a temporary name, and then gets its name at once, so that no reader sees a part of it.
/// Disposing deletes it, unless it was moved.
/// </summary>
internal sealed class TempFile : IDisposable
{
    private const string Extension = ".part";
    private const int RandomLength = 8;

    private static readonly Regex Leftover = new($"^(.+)\\.([0-9a-f]{{{RandomLength}}})\\{Extension}$", RegexOptions.Singleline);

    /// <summary>Begins the random part of the names on this computer, whose locks are visible.</summary>
    private static readonly string Computer = ContentHash.OfText(Environment.MachineName).Substring(0, 3);

    /// <summary>The folders whose leftovers this process has deleted. Listing a large folder for each file would be slow.</summary>
    private static readonly ConcurrentDictionary<string, bool> Cleaned = new(StringComparer.Ordinal);

    // The name of a killed process's file can be that of a process on another computer, whose locks aren't visible.
    private static readonly TimeSpan MinForeignAge = TimeSpan.FromMinutes(1);

#if NET
    // On Linux, a file is created before it is locked.
    private static readonly TimeSpan MinAge = TimeSpan.FromSeconds(0.5);
#else
    // A file isn't locked while it replaces another one.
    private static readonly TimeSpan MinAge = TimeSpan.FromMinutes(1);
#endif

    private bool _isMoved;

    /// <summary>Creates the file. The first one in a folder deletes those that killed processes left there.</summary>
    /// <param name="target">The full path that the file will get.</param>
    /// <param name="isPrivate">Whether only its owner can read it. Otherwise, it has the usual permissions.</param>
    public TempFile(string target, bool isPrivate = false)
    {
        var folder = System.IO.Path.GetDirectoryName(target)!;
        if (Cleaned.TryAdd(folder, true))
        {
            DeleteLeftovers(folder, target: null);
        }

        Path = $"{target}.{Computer}{Guid.NewGuid().ToString("N").Substring(0, RandomLength - Computer.Length)}{Extension}";
        Stream = isPrivate
            ? PrivateFile.Open(Path, FileMode.CreateNew, FileShare.Delete)
            : new FileStream(Path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Delete, bufferSize: 1, FileOptions.Asynchronous);
    }

    public string Path { get; }

    public FileStream Stream { get; }

    /// <summary>Waits until the content is on the disk. A full disk may be detected only here.</summary>
    public void Flush() => Stream.Flush(flushToDisk: true);

    /// <summary>Gives the file the first name that isn't taken, and returns its path.</summary>
    /// <param name="target">The requested path.</param>
    /// <param name="claim">Called before each attempt with the path.</param>
    /// <param name="next">Returns the path to try after one that is taken.</param>
    public string MoveToFree(string target, Func<string, NameClaim> claim, Func<string, string> next)
    {
        NameClaim claimed;
        while ((claimed = claim(target)) == NameClaim.Taken || !TryMove(target, claimed == NameClaim.Replacing))
        {
            target = next(target);
        }

        return target;
    }

    /// <summary>
    /// Gives the file its name, after its content is on the disk. Returns false if another file has the name and isn't replaced. Then this
    /// can be called again with another name in the same folder. Another program can have either file open for a moment.
    /// </summary>
    public bool TryMove(string target, bool overwrite)
    {
        if (Stream.CanWrite)
        {
            Flush();
        }

        try
        {
            _isMoved = HeldFile.Access(() => Move(target, overwrite));
            Stream.Dispose();
            return true;
        }
        catch (IOException) when (!overwrite && (File.Exists(target) || Directory.Exists(target)))
        {
            return false;
        }
    }

    public void Dispose()
    {
        Stream.Dispose();
        if (!_isMoved)
        {
            DeleteIfPossible(Path);
        }
    }

    private bool Move(string target, bool overwrite)
    {
#if NET
        // Its lock keeps other processes from deleting it.
        File.Move(Path, target, overwrite);
#else
        // Windows replaces no file with an open one.
        Stream.Dispose();
        if (overwrite && File.Exists(target))
        {
            File.Replace(Path, target, destinationBackupFileName: null);
        }
        else
        {
            File.Move(Path, target);
        }
#endif
        return true;
    }

    /// <summary>Deletes the files that killed processes left beside a path. Those of running processes are locked.</summary>
    public static void DeleteLeftovers(string target) => DeleteLeftovers(System.IO.Path.GetDirectoryName(target)!, target);

    private static void DeleteLeftovers(string folder, string? target)
    {
        foreach (var file in new DirectoryInfo(folder).EnumerateFiles("*" + Extension).Where(file => IsLeftover(file, target)).ToList())
        {
            try
            {
                using (new FileStream(file.FullName, FileMode.Open, FileAccess.ReadWrite, FileShare.None))
                {
                }

                file.Delete();
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // Another process is writing it.
            }
        }
    }

    private static bool IsLeftover(FileInfo file, string? target) => Leftover.Match(file.Name) is { Success: true } match
        && (target is null || match.Groups[1].Value == System.IO.Path.GetFileName(target))
        && DateTime.UtcNow - file.LastWriteTimeUtc
            > (match.Groups[2].Value.StartsWith(Computer, StringComparison.Ordinal) ? MinAge : MinForeignAge);

    /// <summary>Deletes a file. Errors are ignored, because the original failure is more important.</summary>
    private static void DeleteIfPossible(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // For example, a virus scanner has the file open. The next run deletes it.
        }
    }
}
