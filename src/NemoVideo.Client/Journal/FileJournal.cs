using System.Globalization;
using System.Security;
using System.Text.Json.Nodes;
using NemoVideo.Client.Storage;

namespace NemoVideo.Client.Journal;

/// <summary>
/// A journal in a file of JSON lines that only its owner can read, shared with other processes. It is made with its first line.
/// </summary>
/// <param name="place">The file's full path. Asked for with the first line: a user without a home has none.</param>
/// <param name="time">Tells what has grown old.</param>
/// <param name="notice">Told of a file that had to be repaired.</param>
#pragma warning disable CA1001 // A call that ends after the connection was closed still writes here, and a gate without a wait handle holds nothing.
internal sealed class FileJournal(Func<string> place, TimeProvider time, Action<string> notice) : IJournalStore
{
#pragma warning restore CA1001
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly SemaphoreSlim _gate = new(1, 1);
    private string? _path;
    private bool _isOpened;

    private string Location => _path ??= place();

    public async Task AppendAsync(JsonObject line, CancellationToken cancellationToken)
    {
        var bytes = JournalLine.Write(line);
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            PrivateFolder.Create(Path.GetDirectoryName(Location)!);
            using var held = await FileLock.TakeAsync(Location + ".lock", Patience, cancellationToken).ConfigureAwait(false);
            Tidy(bytes.Length, line.Step() == JournalStep.Begun);
            using var file = RegularFile.OpenOrCreate(Location, FileShare.Read);
            TornLine.SetAside(file, Location + ".torn");
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

    public async Task<IReadOnlyList<MergedOperation>> ReadAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (!PrivateFolder.Exists(Path.GetDirectoryName(Location)!) || !File.Exists(Location))
            {
                return [];
            }

            using var held = await FileLock.TakeAsync(Location + ".lock", Patience, cancellationToken).ConfigureAwait(false);
            var scan = Scan();
            var operations = MergedOperation.Of(scan.Lines);
            if (scan.IsDamaged)
            {
                Replace(new JournalCompaction(operations, time.GetUtcNow()), byteLimit: null, isDamaged: true);
            }

            return operations;
        }
        catch (Exception exception) when (IsFileFailure(exception))
        {
            throw Inaccessible("read", exception);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>
    /// Looks at the whole file when this process first begins something, and where it has no room for another line. With room, not before:
    /// what is found of earlier processes is written of first, and does not go then.
    /// </summary>
    private void Tidy(int byteCount, bool isBeginning)
    {
        var file = new FileInfo(Location);
        var isFull = file.Exists && file.Length + byteCount > JournalCompaction.MaxBytes;
        if (file.Exists && (isFull || (isBeginning && !_isOpened)))
        {
            var scan = Scan();
            var compaction = new JournalCompaction(MergedOperation.Of(scan.Lines), time.GetUtcNow());
            if (isFull || scan.IsDamaged || compaction.IsDue)
            {
                Replace(compaction, isFull ? JournalCompaction.TargetBytes : null, scan.IsDamaged);
            }
        }

        _isOpened |= isBeginning;
    }

    private JournalScan Scan()
    {
        using var file = RegularFile.OpenRead(Location, followLink: false, FileShare.ReadWrite);
        return JournalScan.Of(file);
    }

    private void Replace(JournalCompaction compaction, int? byteLimit, bool isDamaged)
    {
        var damaged = isDamaged ? NameDamaged() : null;
        if (damaged is null)
        {
            using var file = RegularFile.OpenOrCreate(Location, FileShare.Read);
            TornLine.SetAside(file, Location + ".torn");
        }

        new PrivateFile(Location).Write(compaction.Write(byteLimit), damaged);
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

    private NemoException Inaccessible(string what, Exception exception) => new(
        NemoErrorKind.FileAccess,
        $"The journal '{Location}' cannot be {what}: {exception.Message}",
        "Make the folder writable and see that there is room, set NEMO_HOME to a folder that is writable, or, for a job without -Resume, use -NoCache.",
        exception);
}
