using NemoVideo.Demo;
using Xunit;

namespace NemoVideo.PowerShell.Tests;

/// <summary>The demo must print its first line within two seconds, so nothing may be compiled before it.</summary>
public sealed class DemoStartTests
{
    private static readonly string Demo = Path.Combine(SourceTree.Root, "demo");

    [Fact]
    public async Task Run_Demo_PrintsBeforeLauncherIsBuilt()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The test replaces dotnet with the program echo.");

        var dotnet = new System.Diagnostics.ProcessStartInfo("dotnet", ["run", "--project", Demo, "--property:DotNet=/bin/echo"]);
        var run = await QuietProcess.RunAsync(dotnet, TimeSpan.FromMinutes(5), TestContext.Current.CancellationToken);

        Assert.Equal(
            ["Building the demo. The first build takes about a minute.", $"run --project {Demo}/Launcher --configuration Debug"],
            run.Output.Split('\n'));
        Assert.Equal(0, run.ExitCode);
    }
}
