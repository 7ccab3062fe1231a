using NemoVideo.Demo;
using Xunit;

namespace NemoVideo.PowerShell.Tests;

public sealed class PowerShellFinderTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("nemo-finder-");
    private readonly Dictionary<string, string?> _environment = new() { ["DOTNET_HOST_PATH"] = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") };

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("none")]
    [InlineData("NONE")]
    public async Task FindAsync_VariableSaysNone_FindsNone(string none)
    {
        var pwsh = AddProgram("pwsh", "echo PowerShell 7.6.0");
        _environment["NEMO_PWSH"] = none;
        _environment["PATH"] = Path.GetDirectoryName(pwsh);

        var found = await Finder().FindAsync(CancellationToken);

        Assert.False(found.IsFound);
        Assert.Equal("NEMO_PWSH is 'none'", found.Reason);
        Assert.Throws<InvalidOperationException>(() => found.CreateStart());
    }

    [Theory]
    [InlineData("/no/such/pwsh")]
    [InlineData("no-such-command")]
    public async Task FindAsync_VariableLeadsNowhere_Throws(string wrong)
    {
        _environment["NEMO_PWSH"] = wrong;

        var problem = await Assert.ThrowsAsync<InvalidOperationException>(() => Finder().FindAsync(CancellationToken));

        Assert.StartsWith($"NEMO_PWSH is '{wrong}', which is neither a file nor a command", problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task FindAsync_VariableNamesProgram_TakesIt(bool byPath)
    {
        var program = AddProgram("my-pwsh", "exit 1");
        _environment["NEMO_PWSH"] = byPath ? program : "my-pwsh";
        _environment["PATH"] = Path.GetDirectoryName(program);

        var found = await Finder().FindAsync(CancellationToken);

        Assert.Equal((program, "NEMO_PWSH"), (found.FileName, found.Source));
    }

    [Theory]
    [InlineData("PowerShell 7.4.0")]
    [InlineData("PowerShell 7.7.0-preview.1")]
    public async Task FindAsync_NewEnoughOnPath_TakesIt(string version)
    {
        var pwsh = AddProgram("pwsh", $"echo {version}");
        _environment["PATH"] = $"/no/such/folder{Path.PathSeparator}{Path.GetDirectoryName(pwsh)}";

        var found = await Finder().FindAsync(CancellationToken);

        Assert.Equal((pwsh, "PATH", null), (found.FileName, found.Source, found.WorkingDirectory));
        Assert.Equal(["-NoProfile", "-File", "a b.ps1"], found.CreateStart("-NoProfile", "-File", "a b.ps1").ArgumentList);
    }

    [Theory]
    [InlineData("echo PowerShell 7.2.1", "says 'PowerShell 7.2.1' where 7.4 or later is needed")]
    [InlineData("echo broken >&2; exit 3", "does not run: broken")]
    public async Task FindAsync_UnusableOnPathAndNoTool_SaysWhyOfBoth(string script, string reason)
    {
        var pwsh = AddProgram("pwsh", script);
        _environment["PATH"] = Path.GetDirectoryName(pwsh);

        var found = await Finder().FindAsync(CancellationToken);

        Assert.False(found.IsFound);
        Assert.Contains(reason, found.Reason, StringComparison.Ordinal);
        Assert.Contains("the .NET tool 'powershell' cannot be had: ", found.Reason, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', found.Reason);
    }

    [Fact]
    public async Task FindAsync_NothingAnywhere_SaysSoInOneLine()
    {
        var found = await Finder().FindAsync(CancellationToken);

        Assert.Equal("none", found.Source);
        Assert.StartsWith("there is no pwsh on the PATH, and the .NET tool 'powershell' cannot be had: ", found.Reason, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', found.Reason!);
    }

    [Fact]
    public async Task RunAsync_TimeIsUp_KillsAndGivesWhatWasWritten()
    {
        var program = AddProgram("slow", "echo started; sleep 600");

        var outcome = await QuietProcess.RunAsync(new(program), TimeSpan.FromSeconds(10), CancellationToken);

        Assert.Null(outcome.ExitCode);
        Assert.Equal("started", outcome.FirstLine);
    }

    /// <summary>A finder whose .NET tool cannot be had, without asking any registry.</summary>
    private PowerShellFinder Finder()
    {
        var folder = _folder.CreateSubdirectory("tool");
        var configuration = folder.CreateSubdirectory(".config");
        File.Copy(
            Path.Combine(TestPaths.PowerShellTool, ".config", "dotnet-tools.json"),
            Path.Combine(configuration.FullName, "dotnet-tools.json"));
        File.WriteAllText(
            Path.Combine(folder.FullName, "nuget.config"),
            """<configuration><packageSources><clear /><add key="empty" value="." /></packageSources></configuration>""");
        return new PowerShellFinder(folder.FullName, name => _environment.GetValueOrDefault(name));
    }

    private string AddProgram(string name, string script)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The programs of this test are shell scripts.");

        var path = Path.Combine(_folder.CreateSubdirectory("bin").FullName, name);
        File.WriteAllText(path, $"#!/bin/sh\n{script}\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        return path;
    }
}
