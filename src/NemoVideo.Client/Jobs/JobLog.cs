using System.Collections.Concurrent;
using System.Text.Encodings.Web;
using NemoVideo.Client.Http;

namespace NemoVideo.Client.Jobs;

/// <summary>Opens the logs of jobs: files that only their owner can read, or without the cache, memory of this connection.</summary>
internal sealed class JobLogs(NemoClientOptions options)
{
    private readonly string? _home = DataLocation.Home(options.DataDirectory);
    private readonly ConcurrentDictionary<string, bool> _open = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, MemoryStream> _memory = new(StringComparer.Ordinal);

    // The folders whose own names are on the disk.
    private readonly ConcurrentDictionary<string, bool> _named = new(StringComparer.Ordinal);

    /// <summary>Whether there are no logs.</summary>
    public bool IsEmpty => options.UseCache ? !Directory.Exists(Folder) : _memory.IsEmpty;

    private string Folder => Path.Combine(DataLocation.Data(_home, options.Observer.Notice), "jobs");

    /// <summary>Opens the log of a job; null if another run has it open.</summary>
    /// <exception cref="NemoException">The log can't be used.</exception>
    public async Task<JobLog?> OpenAsync(string identity, CancellationToken cancellationToken) => !options.UseCache
        ? (_open.TryAdd(identity, true) ? InMemory(identity, () => _open.TryRemove(identity, out _)) : null)
        : await OpenFileAsync(identity, async path =>
        {
            PrivateFolder.Create(Path.GetDirectoryName(path)!);

            // The folder that now exists is checked before anything is charged.
            _ = DataLocation.Data(_home, options.Observer.Notice);
            return await HeldFile.LockAsync(path, timeout: null, cancellationToken).ConfigureAwait(false);
        }).ConfigureAwait(false);

    /// <summary>Reads the log of a job without a lock; null if there is none, or if the system doesn't allow it.</summary>
    /// <exception cref="NemoException">The log can't be used.</exception>
    public JobLog? Read(string identity) => !options.UseCache
        ? (_memory.ContainsKey(identity) ? InMemory(identity) : null)
        : OpenFileAsync(identity, static path => Task.FromResult(File.Exists(path)
            ? new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 1) : null)).GetAwaiter().GetResult();

    /// <summary>What the log of a job says; empty if it can't be read or doesn't have this length anymore.</summary>
    public JobState ReadState(string identity, long length)
    {
        try
        {
            using var log = Read(identity);
            return log?.Length == length ? log.State : JobState.Empty;
        }
        catch (NemoException)
        {
            return JobState.Empty;
        }
    }

    /// <summary>The length of the log's file in bytes; null if there is none.</summary>
    public long? LengthOf(string identity) => new FileInfo(PathOf(identity)) is { Exists: true } file ? file.Length : null;

    private string PathOf(string identity) => Path.Combine(Folder, identity.Substring(0, 2), identity + ".jsonl");

    private JobLog InMemory(string identity, Action? closed = null)
    {
        var lines = options.JobStream?.Invoke(identity) is { } opened ? new LineLog(opened.Log, opened.FlushFolder)
            : new LineLog(_memory.GetOrAdd(identity, static _ => new MemoryStream()));
        return new JobLog(lines, identity, options, closed);
    }

    /// <summary>Makes the name of a log survive a loss of power, with those of its folders, which this or an earlier run created.</summary>
    private void FlushFolders(string path)
    {
        var flushed = new List<string>();
        for (var folder = Path.GetDirectoryName(path); folder is { Length: > 0 }; folder = Path.GetDirectoryName(folder))
        {
            PrivateFolder.Flush(folder);
            if (_named.ContainsKey(folder))
            {
                break;
            }

            flushed.Add(folder);
        }

        flushed.ForEach(folder => _named.TryAdd(folder, true));
    }

    private async Task<JobLog?> OpenFileAsync(string identity, Func<string, Task<FileStream?>> open)
    {
        var path = PathOf(identity);
        try
        {
            return await open(path).ConfigureAwait(false) is { } file
                ? new JobLog(new LineLog(file, () => FlushFolders(path)), path, options) : null;
        }
        catch (IOException failure) when (HeldFile.Is(failure))
        {
            return null;
        }
        catch (Exception exception) when (JobLog.IsFileFailure(exception))
        {
            throw JobLog.Inaccessible(path, exception);
        }
    }
}

/// <summary>The log of one job, flushed before each request. While it is open, no other run can open it.</summary>
internal sealed class JobLog : IDisposable
{
    // Texts of users remain readable.
    private static readonly JobLineContext Json = new(
        new JsonSerializerOptions(JobLineContext.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    private readonly LineLog _lines;
    private readonly string _name;
    private readonly NemoClientOptions _options;
    private readonly Action? _closed;

    /// <exception cref="NemoException">A line can't be read.</exception>
    public JobLog(LineLog lines, string name, NemoClientOptions options, Action? closed = null)
    {
        (_lines, _name, _options, _closed) = (lines, name, options, closed);
        var number = 0;
        try
        {
            foreach (var line in _lines.Read())
            {
                number++;
                State = State.Apply(JsonSerializer.Deserialize(line.Span, Json.JobLine)
                    ?? throw new InvalidDataException("The line is null."));
            }
        }
        catch (Exception exception) when (exception is JsonException or InvalidDataException || IsFileFailure(exception))
        {
            Dispose();
            throw IsFileFailure(exception) ? Inaccessible(name, exception) : new NemoException(
                NemoErrorKind.FileAccess,
                $"The video's progress file '{name}' is damaged at line {number} or was written by another version of the module. "
                    + "Nothing was sent to the service.",
                "Update the module. If the error persists, move the progress file to another folder. The next run then creates the video "
                    + "again from the beginning, and you'll be charged again for all messages for the video.",
                exception);
        }
    }

    public JobState State { get; private set; } = JobState.Empty;

    /// <summary>The length in bytes.</summary>
    public long Length => _lines.Length;

    /// <summary>Appends a line, which is on the disk then.</summary>
    /// <exception cref="NemoException">The line can't be written: the request must not be sent.</exception>
    public void Append(JobLine line)
    {
        var next = State.Apply(line);
        _options.Recording?.Invoke(NameOf(line), false);
        try
        {
            _lines.Append(JsonSerializer.SerializeToUtf8Bytes(
                line with { At = _options.TimeProvider.GetUtcNow() }, Json.JobLine));
        }
        catch (Exception exception) when (IsFileFailure(exception))
        {
            throw Inaccessible(_name, exception);
        }

        State = next;
        _options.Recording?.Invoke(NameOf(line), true);
    }

    public void Dispose()
    {
        _lines.Dispose();
        _closed?.Invoke();
    }

    private static string NameOf(JobLine line) => $"{line.Kind} {line.State}".Trim();

    public static bool IsFileFailure(Exception exception) => exception is IOException or UnauthorizedAccessException;

    public static NemoException Inaccessible(string path, Exception exception) => new(
        NemoErrorKind.FileAccess,
        $"The video's progress file '{path}' can't be used: {exception.Message.TrimEnd('.')}.",
        DiskSpace.IsUsedUp(exception) ? DiskSpace.Advice : "Check the permissions on the file and its folder.",
        exception);
}
