namespace NemoVideo.PowerShell.Tests;

/// <summary>The paths of the module, the emulator and the test scripts.</summary>
internal static class TestPaths
{
    /// <summary>The folder of the test scripts in the source tree.</summary>
    public static string Suite => Path.Combine(SourceTree.Root, "tests", "NemoVideo.PowerShell.Tests");

    /// <summary>The built module.</summary>
    public static string Module => Path.Combine(SourceTree.Root, "output", "NemoVideo");

    /// <summary>The emulator's assembly. Start it with <c>dotnet</c>.</summary>
    public static string Emulator => SourceTree.Metadata("EmulatorPath");

    /// <summary>The folder of the tool manifest for the <c>powershell</c> .NET tool.</summary>
    public static string PowerShellTool => Path.Combine(SourceTree.Root, "demo", "powershell");

    /// <summary>The manifest of Pester.</summary>
    public static string Pester => SourceTree.Metadata("Pester");
}
