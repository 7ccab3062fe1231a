using System.Reflection;

namespace NemoVideo.PowerShell.Tests;

/// <summary>The paths of the module, the emulator and the test scripts.</summary>
internal static class TestPaths
{
    /// <summary>The folder of the test scripts in the source tree.</summary>
    public static string Suite => Path.Combine(NemoVideo.Tests.Repository.Root, "tests", "NemoVideo.PowerShell.Tests");

    /// <summary>The built module.</summary>
    public static string Module => Path.Combine(NemoVideo.Tests.Repository.Root, "output", "NemoVideo");

    /// <summary>The emulator's assembly. Start it with <c>dotnet</c>.</summary>
    public static string Emulator => Metadata("EmulatorPath");

    /// <summary>The folder of the reference assemblies of .NET Framework 4.7.2.</summary>
    public static string FrameworkReferences => Metadata("FrameworkReferences");

    /// <summary>The folder of the reference assembly of PowerShell that the module is compiled with.</summary>
    public static string PowerShellReferences => Metadata("PowerShellReferences");

    /// <summary>The folder of the tool manifest for the <c>powershell</c> .NET tool.</summary>
    public static string PowerShellTool => Path.Combine(NemoVideo.Tests.Repository.Root, "demo", "powershell");

    /// <summary>The manifest of Pester.</summary>
    public static string Pester => Metadata("Pester");

    private static string Metadata(string key) =>
        typeof(TestPaths).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(item => item.Key == key).Value
        ?? throw new InvalidOperationException($"The build has set no metadata {key}.");
}
