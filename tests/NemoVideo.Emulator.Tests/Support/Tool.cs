using System.Diagnostics;

namespace NemoVideo.Emulator.Tests.Support;

/// <summary>Programs that some tests need and not every computer has.</summary>
internal static class Tool
{
    /// <summary>Skips the test, saying why, where the program is not on the PATH.</summary>
    public static void Require(params string[] names)
    {
        foreach (var name in names)
        {
            Assert.SkipUnless(IsThere(name), $"needs {name}, which is not on the PATH");
        }
    }

    /// <summary>Both outputs of the program, once it has ended well.</summary>
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

    private static bool IsThere(string name) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Any(folder => File.Exists(Path.Combine(folder, name)) || File.Exists(Path.Combine(folder, name + ".exe")));
}
