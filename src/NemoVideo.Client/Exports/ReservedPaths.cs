using System.Collections.Concurrent;

namespace NemoVideo.Client.Exports;

/// <summary>The files that no output replaces, such as inputs. Thread-safe.</summary>
public sealed class KeptPaths
{
    private readonly ConcurrentDictionary<string, bool> _paths = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Adds a file. A relative path is relative to the folder of the process.</summary>
    public void Add(string path) => _paths[PathRules.KeyOf(path)] = true;

    /// <summary>Whether a file must not be replaced.</summary>
    public bool Contains(string path) => _paths.ContainsKey(PathRules.KeyOf(path));
}

/// <summary>The names of a run's output files: no two of them get the same one. Thread-safe.</summary>
/// <param name="kept">The files that no output replaces.</param>
internal sealed class ReservedPaths(KeptPaths kept)
{
    private readonly ConcurrentDictionary<string, string> _outputs = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<string, string> _last = new(StringComparer.Ordinal);

    /// <summary>The files that no output replaces.</summary>
    public KeptPaths Kept => kept;

    /// <summary>Reserves a path for one output. Returns false if another output has it.</summary>
    /// <param name="path">The path.</param>
    /// <param name="requested">The path that was requested, if all names from there to this one are taken.</param>
    public bool TryReserve(string path, string requested)
    {
        var isFree = _outputs.TryAdd(PathRules.KeyOf(path), requested);
        if (isFree && path != requested)
        {
            _last[requested] = path;
        }

        return isFree;
    }

    /// <summary>Reserves a requested path, or the next one that isn't taken.</summary>
    public string ReserveFree(string requested, Func<string, bool> isTaken)
    {
        var path = requested;
        while (isTaken(path) || !TryReserve(path, requested))
        {
            path = Next(path);
        }

        return path;
    }

    /// <summary>Whether a path is reserved as it was requested, without a number that was added.</summary>
    public bool IsRequested(string path) => _outputs.TryGetValue(PathRules.KeyOf(path), out var requested) && path == requested;

    /// <summary>The path to try after one that is taken. It skips the names that the run has found to be taken.</summary>
    public string Next(string path) => NumberedName.Next(_last.TryGetValue(path, out var last) ? last : path);
}
