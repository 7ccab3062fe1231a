using System.Reflection;

namespace NemoVideo.PowerShell.Tests;

/// <summary>Where the build has put what the suite needs.</summary>
internal static class TestPaths
{
    /// <summary>The top folder of the repository.</summary>
    public static string Repository => Metadata("RepositoryRoot");

    /// <summary>The folder with the test scripts, in the source tree: they need no build.</summary>
    public static string Suite => Path.Combine(Repository, "tests", "NemoVideo.PowerShell.Tests");

    /// <summary>The module as the build has laid it out.</summary>
    public static string Module => Path.Combine(Repository, "output", "NemoVideo");

    /// <summary>The emulator, to be started with <c>dotnet</c>.</summary>
    public static string Emulator => Metadata("EmulatorPath");

    /// <summary>The folder with the manifest of the <c>powershell</c> .NET tool.</summary>
    public static string PowerShellTool => Path.Combine(Repository, "demo", "powershell");

    /// <summary>Where Pester is kept when it had to be fetched.</summary>
    public static string FetchedModules => Path.Combine(Suite, "obj", "Modules");

    private static string Metadata(string key) =>
        typeof(TestPaths).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(item => item.Key == key).Value
        ?? throw new InvalidOperationException($"The build has given no {key}.");
}
