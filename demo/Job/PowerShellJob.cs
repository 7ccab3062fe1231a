using System.Diagnostics;

namespace NemoVideo.Demo;

/// <summary>Runs the job in PowerShell, and passes its output on line by line.</summary>
internal static class PowerShellJob
{
    public static async Task RunAsync(PowerShellCommand powerShell, DemoJob job, TextWriter output, CancellationToken cancellationToken)
    {
        var start = powerShell.CreateStart(
            "-NoLogo", "-NoProfile", "-NonInteractive", "-File", DemoPaths.Script,
            "-Clips", job.Clips, "-Destination", job.Videos, "-Message", job.Message,
            "-PollIntervalSec", job.PollInterval.TotalSeconds.ToString(CultureInfo.InvariantCulture));
        start.Environment["NEMO_API_URL"] = job.Api.AbsoluteUri;
        start.Environment["NEMO_HOME"] = job.Home;
        start.Environment.Remove("NEMO_TOKEN");
        start.Environment.Remove("NEMO_CLIENT_ID");
        start.Environment["PSModulePath"] = string.Join(
            Path.PathSeparator, new[] { DemoPaths.Modules, Environment.GetEnvironmentVariable("PSModulePath") }.Where(static path => !string.IsNullOrEmpty(path)));

        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        using var process = Process.Start(start) ?? throw new InvalidOperationException("PowerShell could not be started.");
        process.OutputDataReceived += (_, line) => PassOn(line.Data);
        process.ErrorDataReceived += (_, line) => PassOn(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        try
        {
            await process.WaitForExitAsync(cancellationToken);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }

        void PassOn(string? line)
        {
            if (line is not null)
            {
                output.WriteLine(line);
            }
        }
    }
}
