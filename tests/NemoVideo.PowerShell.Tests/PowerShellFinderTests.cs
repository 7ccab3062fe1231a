using NemoVideo.Demo;
using Xunit;

namespace NemoVideo.PowerShell.Tests;

public sealed class PowerShellFinderTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("nemo-finder-");
    private readonly Dictionary<string, string?> _environment = new() { ["DOTNET_HOST_PATH"] = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") };

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task FindAsync_VariableIsNone_FindsNone()
    {
        var pwsh = AddProgram("pwsh", "echo PowerShell 7.6.0");
        _environment["NEMO_PWSH"] = "none";
        _environment["PATH"] = Path.GetDirectoryName(pwsh);

        var found = await Finder().FindAsync(CancellationToken);

        Assert.False(found.IsFound);
        Assert.Contains("NEMO_PWSH", found.Reason, StringComparison.Ordinal);
        Assert.Contains("'none'", found.Reason, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => found.CreateStart());
    }

    [Fact]
    public async Task FindAsync_VariableNamesMissingProgram_Throws()
    {
        _environment["NEMO_PWSH"] = "no-such-command";

        var problem = await Assert.ThrowsAsync<InvalidOperationException>(() => Finder().FindAsync(CancellationToken));

        Assert.Contains("NEMO_PWSH", problem.Message, StringComparison.Ordinal);
        Assert.Contains("'no-such-command'", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FindAsync_VariableNamesProgram_ReturnsIt()
    {
        var program = AddProgram("my-pwsh", "exit 1");
        _environment["NEMO_PWSH"] = program;

        var found = await Finder().FindAsync(CancellationToken);

        Assert.Equal((program, "NEMO_PWSH"), (found.FileName, found.Source));
    }

    [Fact]
    public async Task FindAsync_SupportedVersionOnPath_ReturnsIt()
    {
        var pwsh = AddProgram("pwsh", "echo PowerShell 7.7.0-preview.1");
        _environment["PATH"] = $"/no/such/folder{Path.PathSeparator}{Path.GetDirectoryName(pwsh)}";

        var found = await Finder().FindAsync(CancellationToken);

        Assert.Equal((pwsh, "PATH", null), (found.FileName, found.Source, found.WorkingDirectory));
        Assert.Equal(["-NoProfile", "-File", "a b.ps1"], found.CreateStart("-NoProfile", "-File", "a b.ps1").ArgumentList);
    }

    [Theory]
    [InlineData("echo PowerShell 7.2.1", "7.2.1", "7.4")]
    [InlineData("echo broken >&2; exit 3", "PATH", "broken")]
    public async Task FindAsync_UnusableOnPathAndNoTool_ReportsBothReasons(string script, params string[] facts)
    {
        RequireNoTool();
        var pwsh = AddProgram("pwsh", script);
        _environment["PATH"] = Path.GetDirectoryName(pwsh);

        var found = await Finder().FindAsync(CancellationToken);

        Assert.False(found.IsFound);
        Assert.All([.. facts, ".NET tool 'powershell'"], fact => Assert.Contains(fact, found.Reason, StringComparison.Ordinal));
        Assert.DoesNotContain('\n', found.Reason);
    }

    /// <summary>The demo restores the tool into the user's packages. From there, it can be restored again without a registry.</summary>
    private static void RequireNoTool()
    {
        var packages = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        Assert.SkipWhen(Directory.Exists(Path.Combine(packages, "powershell")), "The .NET tool is in the user's packages.");
    }

    /// <summary>Creates a finder for which the .NET tool isn't available. It sends no request to a registry.</summary>
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
