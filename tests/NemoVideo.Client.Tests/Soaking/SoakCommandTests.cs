using System.Diagnostics;
using NemoVideo.Client.Tests.Support;

namespace NemoVideo.Client.Tests.Soaking;

/// <summary>A short run of the soak command works and loses nothing.</summary>
public sealed class SoakCommandTests
{
    [Theory]
    [InlineData("")]
    [InlineData("--faults")]
    public async Task Run_FewSeconds_LosesNothing(string option)
    {
        LongTest.Require("the soak test");
        var (code, output) = await RunAsync(["--sessions", "8", "--minutes", "0.05", .. option.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);

        Assert.EndsWith("No work was lost, and the run was too short to detect resource leaks (minimum: 3 minutes).", output.TrimEnd(), StringComparison.Ordinal);
        Assert.Equal(0, code);
    }

    private static async Task<(int Code, string Output)> RunAsync(IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "NemoVideo.Soak.dll"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(TestService.Ending);
        var errors = process.StandardError.ReadToEndAsync(TestService.Ending);
        await process.WaitForExitAsync(TestService.Ending);
        return (process.ExitCode, await output + await errors);
    }
}
