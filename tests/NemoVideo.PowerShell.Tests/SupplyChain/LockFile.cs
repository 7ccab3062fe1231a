using System.Text.Json;

namespace NemoVideo.PowerShell.Tests.SupplyChain;

/// <summary>What the projects are built from, as their packages.lock.json files fix it.</summary>
internal static class LockFile
{
    private const string Name = "packages.lock.json";

    private static readonly string[] Folders = ["src", "tests", "demo", "bench"];

    /// <summary>All projects of the repository.</summary>
    public static IReadOnlyList<string> Projects =>
        [.. Folders.SelectMany(static folder =>
            Directory.EnumerateFiles(Path.Combine(TestPaths.Repository, folder), "*.csproj", SearchOption.AllDirectories))];

    /// <summary>The lock file that belongs to a project, whether it is there or not.</summary>
    public static string Of(string project) => Path.Combine(Path.GetDirectoryName(project)!, Name);

    /// <summary>The packages of all projects, each once.</summary>
    public static IReadOnlyList<LockedPackage> AllPackages => [.. Projects.Select(Of).SelectMany(Read).Distinct().OrderBy(static package => package.Id, StringComparer.OrdinalIgnoreCase)];

    /// <summary>The packages of a lock file, of all frameworks; projects, which stand there as well, apart.</summary>
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
