using System.Text.Json;

namespace NemoVideo.Packing;

/// <summary>A package in a lock file.</summary>
/// <param name="Id">The package ID.</param>
/// <param name="Version">The exact version.</param>
/// <param name="ContentHash">The hash that a restore checks the content against.</param>
/// <param name="Dependencies">The IDs of the packages that it depends on, for all frameworks together.</param>
internal sealed record LockedPackage(string Id, string Version, string ContentHash, IReadOnlyCollection<string> Dependencies);

/// <summary>Reads the packages of a packages.lock.json file.</summary>
internal static class LockedPackages
{
    /// <summary>Returns the packages by their ID.</summary>
    /// <exception cref="InvalidOperationException">Two frameworks have different versions of a package.</exception>
    public static Dictionary<string, LockedPackage> Read(string path)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(path));
        return document.RootElement.GetProperty("dependencies").EnumerateObject()
            .SelectMany(static framework => framework.Value.EnumerateObject())
            .Where(static package => package.Value.GetProperty("type").GetString() != "Project")
            .GroupBy(static package => package.Name, static package => package.Value.Clone(), StringComparer.Ordinal)
            .ToDictionary(static group => group.Key, static group => Merge(group.Key, [.. group]), StringComparer.Ordinal);
    }

    private static LockedPackage Merge(string id, IReadOnlyList<JsonElement> entries)
    {
        var version = entries.Select(static entry => entry.GetProperty("resolved").GetString()!).Distinct().Single();
        var dependencies = entries.SelectMany(static entry =>
            entry.TryGetProperty("dependencies", out var list) ? list.EnumerateObject().Select(static one => one.Name) : []);
        var hash = entries[0].GetProperty("contentHash").GetString()!;
        return new LockedPackage(id, version, hash, dependencies.ToHashSet(StringComparer.Ordinal));
    }
}
