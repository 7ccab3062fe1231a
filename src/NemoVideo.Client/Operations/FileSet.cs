using System.Collections.Concurrent;

namespace NemoVideo.Client.Operations;

/// <summary>
/// A set of local files. It also finds a file under another path, such as one with a link in it. All members can be called by several
/// threads at the same time.
/// </summary>
public sealed class FileSet
{
    private readonly ConcurrentDictionary<string, bool> _keys = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Adds a file. A path that can't exist is ignored.</summary>
    /// <param name="path">The path of the file. A relative path is relative to the folder of the process.</param>
    public void Add(string path)
    {
        // Each path is resolved once.
        if (!_keys.ContainsKey(path))
        {
            KeysOf(path).ForEach(key => _keys[key] = true);
        }
    }

    /// <summary>Whether the set contains the file that a path leads to, or a file that had this path when it was added.</summary>
    /// <param name="path">The path of a file that may not exist.</param>
    public bool Contains(string path) => KeysOf(path).Any(_keys.ContainsKey);

    private static List<string> KeysOf(string path)
    {
        var keys = new List<string>();
        try
        {
            keys.Add(Path.GetFullPath(path));

            // Through an open folder, the file is found even if its path can't be resolved anymore.
            keys.Add(LinkedFile.RealPath(keys[0]) ?? keys[0]);
            if (FileIdentity.Find(keys[1]) is { } file)
            {
                // Not the same as any path.
                keys.Add("\0" + file.Id);
            }
        }
        catch (Exception exception) when (
            exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            // The file doesn't exist, or only its path is known.
        }

        return keys;
    }
}
