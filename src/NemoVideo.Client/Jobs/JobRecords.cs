using System.Collections.Concurrent;
using NemoVideo.Client.Transport;

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

    private JobRecord? OpenMemory(string identity) => _open.TryAdd(identity, true)
        ? new JobRecord(
            _memory.GetOrAdd(identity, static _ => new()), identity, options.TimeProvider, options.Recording,
            () => _open.TryRemove(identity, out _))
        : null;

    private JobRecord? OpenFile(string identity)
    {
        var folder = Path.Combine(DataLocation.Data(_home), "jobs", identity.Substring(0, 2));
        var path = Path.Combine(folder, identity + ".jsonl");
        FileStream? file = null;
        try
        {
            PrivateFolder.Create(folder);
            file = RegularFile.OpenOrCreate(path, FileShare.None);
            PrivateFile.CheckIsPrivate(file, path);
        }
        catch (IOException failure) when (FileLock.IsHeld(failure))
        {
            return null;
        }
        catch (Exception exception) when (JobRecord.IsFileFailure(exception))
        {
            file?.Dispose();
            throw JobRecord.Inaccessible(path, exception);
        }

        return new JobRecord(file, path, options.TimeProvider, options.Recording);
    }
}
