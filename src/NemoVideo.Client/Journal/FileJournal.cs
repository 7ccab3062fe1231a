using System.Security;

namespace NemoVideo.Client.Journal;

/// <summary>A journal in a file of JSON lines that only its owner can read, shared with other processes.</summary>
/// <param name="getPath">Returns the full path. Called at the first access, because it fails for a user without a home folder.</param>
/// <param name="time">The clock for the name of a damaged file.</param>
/// <param name="notice">Receives a warning about a damaged file.</param>
#pragma warning disable CA1001 // A call that ends after the connection is closed still uses the gate, and the gate needs no disposal.
internal sealed class FileJournal(Func<string> getPath, TimeProvider time, Action<string> notice) : IJournalStore
{
#pragma warning restore CA1001
    /// <summary>The maximum size in bytes. A larger file is neither read nor written.</summary>
    public const int MaxBytes = 64 * 1024 * 1024;

    /// <summary>
    /// The maximum number of lines. Lines of this module have more than 112 bytes, so its own files never exceed the limit.
    /// </summary>
    public const int MaxLines = 600_000;

    /// <summary>The extension of each journal in the folder.</summary>
    public const string Extension = ".jsonl";

    private const string Consequence =
        "After that, the module no longer lists the sessions and exports that the file contains.";

    private static readonly TimeSpan LockTimeout = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan CompactionLockTimeout = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _gate = new(1, 1);
    private JournalReader _reader = new();
    private string? _path;

    private string Location => _path ??= getPath();

    private string Folder => Path.GetDirectoryName(Location)!;

    public Task AppendAsync(JsonObject line, CancellationToken cancellationToken)
    {
        var bytes = JournalLine.Write(line);
        return AccessAsync("written", async () =>
        {
            PrivateFolder.Create(Folder);
            using var lockFile = await LockAsync(LockTimeout, cancellationToken).ConfigureAwait(false);
            using var file = PrivateFile.OpenOrCreate(Location, FileShare.Read);
            if (file.Length + bytes.Length > MaxBytes)
            {
                throw file.Length > MaxBytes ? TooLarge() : Full();
            }

            AppendLog.Append(file, bytes);
            return true;
        }, cancellationToken);
    }

    public Task<IReadOnlyList<JournalEntry>> ReadAsync(CancellationToken cancellationToken) =>
        AccessAsync<IReadOnlyList<JournalEntry>>("read", async () =>
        {
            if (!File.Exists(Location))
            {
                return [];
            }

            using var lockFile = await LockAsync(LockTimeout, cancellationToken).ConfigureAwait(false);
            return Read();
        }, cancellationToken);

    public async Task<IReadOnlyList<JournalEntry>> ReadAllAsync(CancellationToken cancellationToken)
    {
        List<JournalEntry> entries = [.. await ReadAsync(cancellationToken).ConfigureAwait(false)];
        foreach (var path in Directory.Exists(Folder) ? Directory.GetFiles(Folder, "*" + Extension) : [])
        {
            if (path != Location)
            {
                entries.AddRange(await new FileJournal(() => path, time, notice).ReadAsync(cancellationToken).ConfigureAwait(false));
            }
        }

        return entries;
    }

    private async Task<T> AccessAsync<T>(string what, Func<Task<T>> access, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await access().ConfigureAwait(false);
        }
        catch (Exception exception) when (IsFileFailure(exception))
        {
            throw Inaccessible(what, exception);
        }
        catch (InvalidDataException)
        {
            _reader = new JournalReader();
            throw TooLarge("has more than 600,000 lines");
        }
        finally
        {
            _gate.Release();
        }
    }

    public async Task CompactAsync()
    {
        var isAlone = false;
        try
        {
            if (!IsOverLimit() || !(isAlone = await _gate.WaitAsync(CompactionLockTimeout).ConfigureAwait(false)))
            {
                return;
            }

            using var lockFile = await LockAsync(CompactionLockTimeout, CancellationToken.None).ConfigureAwait(false);

            // Another process may have compacted it meanwhile.
            if (IsOverLimit())
            {
                Replace(JournalCompaction.TargetBytes);
            }
        }
        catch (Exception exception) when (exception is NemoException or InvalidDataException || IsFileFailure(exception))
        {
            // The journal is unchanged. The end of the next run tries again.
        }
        finally
        {
            if (isAlone)
            {
                _gate.Release();
            }
        }
    }

    private Task<FileStream> LockAsync(TimeSpan timeout, CancellationToken cancellationToken) =>
        FileLock.TakeAsync(Location + ".lock", timeout, cancellationToken);

    /// <summary>Whether this connection has used the journal and the journal is too large.</summary>
    private bool IsOverLimit() => _path is not null && new FileInfo(_path) is { Exists: true, Length: > JournalCompaction.MaxBytes };

    private IReadOnlyList<JournalEntry> Read()
    {
        bool isDamaged;
        using (var file = Open())
        {
            isDamaged = _reader.Read(file);
        }

        var entries = _reader.Entries;
        if (isDamaged)
        {
            Replace(byteLimit: null);
            _reader = new JournalReader();
        }

        return entries;
    }

    private FileStream Open()
    {
        var file = new FileStream(Location, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 1);
        if (file.Length <= MaxBytes)
        {
            return file;
        }

        file.Dispose();
        throw TooLarge();
    }

    private void Replace(int? byteLimit)
    {
        byte[] kept;
        string? damaged;
        using (var journal = Open())
        {
            var compaction = new JournalCompaction(journal);
            kept = compaction.Write(byteLimit);
            damaged = compaction.IsDamaged ? NameDamaged() : null;
        }

        if (damaged is not null)
        {
            File.Copy(Location, damaged);
        }

        new PrivateFile(Location).Write(kept);
        if (damaged is not null)
        {
            notice(
                $"The journal '{Location}' was damaged. The damaged file was renamed to '{damaged}', "
                + "and its readable entries were copied to a new journal.");
        }
    }

    private string NameDamaged()
    {
        var name = Location + ".corrupt-" + time.GetUtcNow().ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        var numbered = Enumerable.Range(2, int.MaxValue - 2).Select(number => $"{name}-{number}");
        return numbered.Prepend(name).First(static free => !File.Exists(free));
    }

    private static bool IsFileFailure(Exception exception) =>
        exception is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException or SecurityException;

    private NemoException TooLarge(string what = "is larger than 64 MiB") => new(NemoErrorKind.FileAccess,
        $"The journal '{Location}' {what}.", "To start with an empty journal, move the journal file to another folder. " + Consequence);

    private NemoException Full() => new(
        NemoErrorKind.FileAccess,
        $"The journal '{Location}' has reached its maximum size of 64 MiB, so new entries can't be added.",
        "Wait until other commands that use the journal have finished, and then try again. Each command removes old entries when it ends. "
            + "If the error persists, move the journal file to another folder to start with an empty journal. " + Consequence);

    private NemoException Inaccessible(string what, Exception exception)
    {
        var message = $"The journal '{Location}' can't be {what}: {exception.Message.TrimEnd('.')}.";
        return DiskSpace.IsUsedUp(exception) ? new NemoException(NemoErrorKind.FileAccess, message, DiskSpace.Advice, exception)
            : new NemoException(
                NemoErrorKind.FileAccess, message,
                "Check the permissions on the file and its folder. If you can't fix the problem, set NEMO_HOME to a writable folder. "
                    + DataLocation.ChargedAgain,
                exception)
            { Action = NemoAction.DisableCache };
    }
}
