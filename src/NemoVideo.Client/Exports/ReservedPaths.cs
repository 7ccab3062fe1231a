using System.Collections.Concurrent;

namespace NemoVideo.Client.Exports;

/// <summary>The paths of a run's output files, and the files that no output replaces, such as sources. Thread-safe.</summary>
internal sealed class ReservedPaths
{
    private readonly ConcurrentDictionary<string, string> _outputs = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<string, bool> _kept = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<string, string> _last = new(StringComparer.Ordinal);

    /// <summary>Adds a file that is never replaced.</summary>
    public void Keep(string path) => _kept[PathRules.KeyOf(path)] = true;

    /// <summary>Whether the file must not be replaced.</summary>
    public bool IsKept(string path) => _kept.ContainsKey(PathRules.KeyOf(path));

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
