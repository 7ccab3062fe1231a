using System.Diagnostics;
using System.Reflection;

namespace NemoVideo.Demo;

/// <summary>Builds the demo and the module, and runs the demo.</summary>
internal sealed class Launcher(ProgressWriter output)
{
    private static readonly string Project = ReadMetadata("JobProject");
    private static readonly string Configuration = ReadMetadata("Configuration");

    /// <returns>The exit code of the demo, of a failed build, or 130 after Ctrl+C.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        output.StartStep("Building the module and the emulator");
        try
        {
            var start = CreateStart("build", Project, "--configuration", Configuration, "--verbosity", "quiet", "--nologo");
            var build = await QuietProcess.RunAsync(start, Timeout.InfiniteTimeSpan, cancellationToken);
            if (build.ExitCode is { } code and not 0)
            {
                output.WriteLine($"{build.Output}\n{build.Error}".Trim());
                return code;
            }
        }
        catch (OperationCanceledException)
        {
            output.WriteLine("Stopped.");
            return 130;
        }

        // From now on, the demo writes to the same console, and it handles Ctrl+C itself.
        output.Dispose();
        using var demo = Process.Start(CreateStart("run", "--project", Project, "--configuration", Configuration, "--no-build"))!;
        await demo.WaitForExitAsync(CancellationToken.None);
        return demo.ExitCode;
    }

    private static ProcessStartInfo CreateStart(params string[] arguments) =>
        new(Environment.ProcessPath!, arguments);

    private static string ReadMetadata(string key) =>
        typeof(Launcher).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(item => item.Key == key).Value!;
}
