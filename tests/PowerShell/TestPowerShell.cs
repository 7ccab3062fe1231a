using System.Runtime.InteropServices;
using NemoVideo.Demo;

namespace NemoVideo.Tests;

/// <summary>The PowerShell that runs the tests: the one that NEMO_PWSH names, or the package <c>powershell</c>.</summary>
internal static class TestPowerShell
{
    private static readonly Lazy<Task<PowerShellCommand>> Package = new(FindPackageOnceAsync);

    /// <summary>Finds the PowerShell that NEMO_PWSH names, or that of the package.</summary>
    /// <exception cref="InvalidOperationException">NEMO_PWSH isn't a program, or the package is missing.</exception>
    public static async Task<PowerShellCommand> FindAsync()
    {
        if (Environment.GetEnvironmentVariable("NEMO_PWSH") is not { Length: > 0 })
        {
            return await FindPackageAsync();
        }

        var wanted = await new PowerShellFinder("", Environment.GetEnvironmentVariable).FindAsync(CancellationToken.None);
        return wanted.IsFound ? wanted : throw new InvalidOperationException($"The tests require PowerShell: {wanted.Reason}.");
    }

    /// <summary>Finds the PowerShell of the package. The first call on a computer compiles it, which takes ten seconds or more.</summary>
    /// <exception cref="InvalidOperationException">The package is missing.</exception>
    public static Task<PowerShellCommand> FindPackageAsync() => Package.Value;

    private static async Task<PowerShellCommand> FindPackageOnceAsync()
    {
        var package = SourceTree.Metadata("PowerShellPackage");
        var system = OperatingSystem.IsWindows() ? "win" : "unix";
        var folder = Path.Combine(package, "tools", "net10.0", "any", system);
        if (!File.Exists(Path.Combine(folder, "pwsh.dll")))
        {
            throw new InvalidOperationException($"The package {package} is missing. Run 'dotnet restore'.");
        }

        var crossgen = Path.Combine(SourceTree.Metadata("CrossgenPackage"), "tools", "crossgen2");
        if (File.Exists(crossgen) && !RuntimeInformation.RuntimeIdentifier.Contains("musl", StringComparison.Ordinal))
        {
            folder = await new CompiledPowerShell(folder, crossgen).CreateAsync(CancellationToken.None);
        }

        var dotnet = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") is { Length: > 0 } host ? host : "dotnet";
        return new PowerShellCommand(dotnet, [Path.Combine(folder, "pwsh.dll")], null, "the package", null);
    }
}
