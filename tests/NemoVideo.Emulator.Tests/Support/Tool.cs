using System.Diagnostics;

namespace NemoVideo.Emulator.Tests.Support;

/// <summary>Programs that some tests need.</summary>
internal static class Tool
{
    /// <summary>Skips the test if a program isn't on the PATH.</summary>
    public static void Require(params string[] names)
    {
        foreach (var name in names)
        {
            Assert.SkipUnless(IsInstalled(name), $"{name.ToUpperInvariant()} TESTS SKIPPED: {name} is not on the PATH");
        }
    }

    /// <summary>Runs a program that must succeed, and returns both outputs.</summary>
    public static async Task<string> RunAsync(string name, params string[] arguments)
    {
        var start = new ProcessStartInfo(name, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(Caller.Ending);
        var errors = process.StandardError.ReadToEndAsync(Caller.Ending);
        await process.WaitForExitAsync(Caller.Ending);
        Assert.True(process.ExitCode == 0, await errors);
        return await output + await errors;
    }

    private static bool IsInstalled(string name) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Any(folder => File.Exists(Path.Combine(folder, name)) || File.Exists(Path.Combine(folder, name + ".exe")));
}
