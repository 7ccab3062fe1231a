using System.Text.Json;

namespace NemoVideo.Packing;

/// <summary>A package in a lock file.</summary>
/// <param name="Id">The package ID.</param>
/// <param name="Version">The exact version.</param>
/// <param name="ContentHash">The hash that a restore checks the content against.</param>
internal sealed record LockedPackage(string Id, string Version, string ContentHash)
{
    /// <summary>Returns the packages of a packages.lock.json file by their ID.</summary>
    /// <exception cref="ArgumentException">Two frameworks have different versions of a package.</exception>
    public static Dictionary<string, LockedPackage> ReadAll(string path)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(path));
        return document.RootElement.GetProperty("dependencies").EnumerateObject()
            .SelectMany(static framework => framework.Value.EnumerateObject())
            .Where(static package => package.Value.GetProperty("type").GetString() != "Project")
            .Select(static package => new LockedPackage(
                package.Name,
                package.Value.GetProperty("resolved").GetString()!,
                package.Value.GetProperty("contentHash").GetString()!))
            .Distinct()
            .ToDictionary(static package => package.Id, StringComparer.Ordinal);
    }
}
