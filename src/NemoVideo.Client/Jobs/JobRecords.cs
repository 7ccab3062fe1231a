using System.Collections.Concurrent;
using NemoVideo.Client.Http;

namespace NemoVideo.Client.Jobs;

/// <summary>Opens the records of jobs: files that only their owner can read, or without the cache, memory of this connection.</summary>
internal sealed class JobRecords(NemoClientOptions options)
{
    private readonly string? _home = DataLocation.Home(options.DataDirectory);
    private readonly ConcurrentDictionary<string, MemoryStream> _memory = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _open = new(StringComparer.Ordinal);

    /// <summary>Opens the record of a job; null if another run has it open.</summary>
    /// <exception cref="NemoException">The record can't be used.</exception>
    public JobRecord? Open(string identity) => options.UseCache ? OpenFile(identity) : OpenMemory(identity);

    /// <summary>Whether there are no records.</summary>
    public bool IsEmpty => options.UseCache ? !Directory.Exists(Folder) : _memory.IsEmpty;

    /// <summary>Whether a job has a record.</summary>
    public bool Exists(string identity) => options.UseCache ? File.Exists(PathOf(identity)) : _memory.ContainsKey(identity);

    /// <summary>
    /// Reads the record of a job without a lease; null if there is none, or if the system doesn't allow it because another run has it open.
    /// The record must not be written.
    /// </summary>
    /// <exception cref="NemoException">The record can't be used.</exception>
    public JobRecord? Read(string identity)
    {
        if (!options.UseCache)
        {
            return _memory.ContainsKey(identity) ? OpenMemory(identity) : null;
        }

        var path = PathOf(identity);
        var file = OpenFile(path, static path => File.Exists(path)
            ? new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 1) : null);
        return file is null ? null : new JobRecord(file, path, options.TimeProvider, appending: null);
    }

    private string Folder => Path.Combine(DataLocation.Data(_home), "jobs");

    private string PathOf(string identity) => Path.Combine(Folder, identity.Substring(0, 2), identity + ".jsonl");

    private JobRecord? OpenMemory(string identity) => _open.TryAdd(identity, true)
        ? new JobRecord(
            _memory.GetOrAdd(identity, static _ => new()), identity, options.TimeProvider, options.Recording,
            () => _open.TryRemove(identity, out _))
        : null;

    private JobRecord? OpenFile(string identity)
    {
        var path = PathOf(identity);
        var file = OpenFile(path, static path =>
        {
            PrivateFolder.Create(Path.GetDirectoryName(path)!);
            return PrivateFile.OpenOrCreate(path, FileShare.None);
        });
        return file is null ? null : new JobRecord(file, path, options.TimeProvider, options.Recording);
    }

    /// <summary>Opens the file of a record; null if there is none, or if another run has it open.</summary>
    private static FileStream? OpenFile(string path, Func<string, FileStream?> open)
    {
        try
        {
            return open(path);
        }
        catch (IOException failure) when (FileLock.IsHeld(failure))
        {
            return null;
        }
        catch (Exception exception) when (JobRecord.IsFileFailure(exception))
        {
            throw JobRecord.Inaccessible(path, exception);
        }
    }
}
