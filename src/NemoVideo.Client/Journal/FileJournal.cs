using System.Security;
using NemoVideo.Client.Storage;

namespace NemoVideo.Client.Journal;

/// <summary>
/// A journal in a file of JSON lines that only its owner can read, shared with other processes. It is made with its first line.
/// </summary>
/// <param name="place">The file's full path. Asked for with the first line: a user without a home has none.</param>
/// <param name="time">Gives a damaged file that is set aside its name.</param>
/// <param name="notice">Told of a file that had to be repaired.</param>
#pragma warning disable CA1001 // A call that ends after the connection was closed still writes here, and a gate without a wait handle holds nothing.
internal sealed class FileJournal(Func<string> place, TimeProvider time, Action<string> notice) : IJournalStore
{
#pragma warning restore CA1001
    /// <summary>A larger file is neither read nor written.</summary>
    public const int MaxBytes = 64 * 1024 * 1024;

    /// <summary>A file with more lines isn't read. Lines of this module have more than 112 bytes, so its own files stay below.</summary>
    public const int MaxLines = 600_000;

    // For the ends of what has begun: a message that was charged must not stay unknown.
    private const int ReservedBytes = 1024 * 1024;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan PatienceOfCompaction = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _gate = new(1, 1);
    private JournalReader _reader = new();
    private string? _path;

    private string Location => _path ??= place();

    public async Task AppendAsync(JsonObject line, CancellationToken cancellationToken)
    {
        var bytes = JournalLine.Write(line);
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            PrivateFolder.Create(Path.GetDirectoryName(Location)!);
            using var held = await FileLock.TakeAsync(Location + ".lock", Patience, cancellationToken).ConfigureAwait(false);
            using var file = RegularFile.OpenOrCreate(Location, FileShare.Read);
            if (file.Length + bytes.Length > ((string?)line["step"] == "begun" ? MaxBytes - ReservedBytes : MaxBytes))
            {
                throw file.Length > MaxBytes ? TooLarge() : Full();
            }

            TruncatedRecord.SetAside(file, Location + ".torn");
            file.Position = file.Length;
            file.Write(bytes, 0, bytes.Length);
            file.Flush(flushToDisk: true);
        }
        catch (Exception exception) when (IsFileFailure(exception))
        {
            throw Inaccessible("written", exception);
        }
        finally
        {
            _gate.Release();
        }
    }

    public async Task<IReadOnlyList<JournalEntry>> ReadAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (!PrivateFolder.Exists(Path.GetDirectoryName(Location)!) || !File.Exists(Location))
            {
                return [];
            }

            using var held = await FileLock.TakeAsync(Location + ".lock", Patience, cancellationToken).ConfigureAwait(false);
            var entries = Read(out var isDamaged);
            if (isDamaged)
            {
                Replace(byteLimit: null);
                _reader = new JournalReader();
            }

            return entries;
        }
        catch (Exception exception) when (IsFileFailure(exception))
        {
            throw Inaccessible("read", exception);
        }
        catch (InvalidDataException)
        {
            _reader = new JournalReader();
            throw TooLarge("has more than 600,000 lines, so it is not read");
        }
        finally
        {
            _gate.Release();
        }
    }

    public async Task CompactAsync(Func<bool> isInUse)
    {
        try
        {
            if (IsOverLimit() && await _gate.WaitAsync(PatienceOfCompaction).ConfigureAwait(false))
            {
                await CompactAloneAsync(isInUse).ConfigureAwait(false);
            }
        }
        catch (Exception exception) when (exception is NemoException or InvalidDataException || IsFileFailure(exception))
        {
            // The journal is as it was. The end of the next run tries again.
        }
    }

    private async Task CompactAloneAsync(Func<bool> isInUse)
    {
        try
        {
            using var held = await FileLock.TakeAsync(Location + ".lock", PatienceOfCompaction, CancellationToken.None).ConfigureAwait(false);

            // Another process may have done it meanwhile.
            if (IsOverLimit() && !isInUse())
            {
                Replace(JournalCompaction.TargetBytes);
            }
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Whether this connection has used the journal, and there is too much in it.</summary>
    private bool IsOverLimit() => _path is not null && new FileInfo(_path) is { Exists: true, Length: > JournalCompaction.MaxBytes };

    private IReadOnlyList<JournalEntry> Read(out bool isDamaged)
    {
        using var file = Open();
        isDamaged = _reader.Read(file);
        return _reader.Entries;
    }

    private FileStream Open()
    {
        var file = RegularFile.OpenRead(Location, followLink: false, FileShare.ReadWrite);
        if (file.Length > MaxBytes)
        {
            file.Dispose();
            throw TooLarge();
        }

        return file;
    }

    private void Replace(int? byteLimit)
    {
        byte[] kept;
        string? damaged;
        using (var journal = Open())
        {
            var compaction = new JournalCompaction(journal);
            journal.Position = 0;
            kept = compaction.Write(journal, byteLimit);
            damaged = compaction.IsDamaged ? NameDamaged() : null;
        }

        if (damaged is null)
        {
            using var file = RegularFile.OpenOrCreate(Location, FileShare.Read);
            TruncatedRecord.SetAside(file, Location + ".torn");
        }

        new PrivateFile(Location).Write(kept, damaged);
        if (damaged is not null)
        {
            notice($"The journal '{Location}' was damaged. It is kept as '{damaged}'; what could be read of it goes on in a new one.");
        }
    }

    private string NameDamaged()
    {
        var name = Location + ".corrupt-" + time.GetUtcNow().ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        var free = name;
        for (var number = 2; File.Exists(free); number++)
        {
            free = $"{name}-{number}";
        }

        return free;
    }

    private static bool IsFileFailure(Exception exception) =>
        exception is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException or SecurityException;

    private NemoException TooLarge(string what = "is larger than 64 MiB, so it is neither read nor written") => new(
        NemoErrorKind.FileAccess,
        $"The journal '{Location}' {what}.",
        "Move it to another folder. The renders in it are then no longer listed, and a resumed job is charged again for clips that it had finished.");

    private NemoException Full() => new(
        NemoErrorKind.FileAccess,
        $"The journal '{Location}' has reached its limit of 64 MiB, so it cannot be written.",
        "Wait until other runs have ended, then run the command again: the oldest finished entries are removed at the end of each run. If the error remains, move the file to another folder. The renders in it are then no longer listed, and a resumed job is charged again for clips that it had finished.");

    private NemoException Inaccessible(string what, Exception exception) => new(
        NemoErrorKind.FileAccess,
        $"The journal '{Location}' cannot be {what}: {exception.Message}",
        "Make the folder writable and check the free disk space, or set NEMO_HOME to a writable folder.",
        exception)
    {
        Action = NemoAction.DisableCache,
    };
}
