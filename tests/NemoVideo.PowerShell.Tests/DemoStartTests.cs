using NemoVideo.Demo;
using Xunit;

namespace NemoVideo.PowerShell.Tests;

/// <summary>The demo must print its first line within two seconds, so nothing may be compiled before it.</summary>
public sealed class DemoStartTests
{
    private static readonly string Demo = Path.Combine(TestPaths.Repository, "demo");

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

    [Fact]
    public void Demo_Project_CompilesNothing()
    {
        var project = System.Xml.Linq.XDocument.Load(Path.Combine(Demo, "NemoVideo.Demo.proj")).Root!;

        Assert.Null(project.Attribute("Sdk"));
        Assert.Equal(["Restore", "Build", "ComputeRunArguments"], project.Elements("Target").Select(static target => target.Attribute("Name")!.Value));
        Assert.All(project.Elements("Target"), static target => Assert.True(target.IsEmpty));
    }

    [Fact]
    public void Launcher_Project_HasNoReference()
    {
        var project = Path.Combine(Demo, "Launcher", "NemoVideo.Demo.Launcher.csproj");

        Assert.Empty(SupplyChain.LockFile.Read(SupplyChain.LockFile.Of(project)));
        Assert.DoesNotContain("Reference", File.ReadAllText(project), StringComparison.Ordinal);
    }
}
