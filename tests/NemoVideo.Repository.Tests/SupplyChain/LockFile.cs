using System.Text.Json;

namespace NemoVideo.Repository.Tests.SupplyChain;

/// <summary>The packages of the projects, as locked in packages.lock.json files.</summary>
internal static class LockFile
{
    private const string Name = "packages.lock.json";

    private static readonly string[] Folders = ["src", "tests", "demo", "bench"];

    /// <summary>All projects of the repository.</summary>
    public static IReadOnlyList<string> Projects =>
        [.. Folders.SelectMany(static folder =>
            Directory.EnumerateFiles(Path.Combine(SourceTree.Root, folder), "*.csproj", SearchOption.AllDirectories))];

    /// <summary>Returns the path of a project's lock file, which may be missing.</summary>
    public static string Of(string project) => Path.Combine(Path.GetDirectoryName(project)!, Name);

    /// <summary>The packages of all projects, without duplicates.</summary>
    public static IReadOnlyList<LockedPackage> AllPackages => [.. Projects.Select(Of).SelectMany(Read).Distinct().OrderBy(static package => package.Id, StringComparer.OrdinalIgnoreCase)];

    /// <summary>Reads the packages of a lock file for all frameworks, without project references.</summary>
    public static IReadOnlyList<LockedPackage> Read(string path)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(path));
        return [.. document.RootElement.GetProperty("dependencies").EnumerateObject()
            .SelectMany(static framework => framework.Value.EnumerateObject())
            .Where(static package => package.Value.GetProperty("type").GetString() != "Project")
            .Select(static package => new LockedPackage(
                package.Name,
                package.Value.GetProperty("resolved").GetString()!,
                package.Value.TryGetProperty("contentHash", out var hash) ? hash.GetString() ?? "" : ""))
            .Distinct()];
    }
}
