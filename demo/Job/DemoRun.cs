using NemoVideo.Client.Errors;
using NemoVideo.Emulator;
using NemoVideo.Emulator.Configuration;

namespace NemoVideo.Demo;

/// <summary>
/// The main job from end to end on the emulator: in PowerShell if it is installed, otherwise with the client library.
/// </summary>
internal sealed class DemoRun(ProgressWriter output)
{
    private const string Message = "trim the pauses, add a title";
    private static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(1);

    /// <returns>The exit code: 0 only if there is a report, and every clip has a playable video.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        // First of all, so that the user sees at once that the demo runs.
        output.StartStep("Starting the emulator");
        ClearVideos();
        var home = Directory.CreateTempSubdirectory("nemo-demo-");
        try
        {
            var options = new EmulatorOptions
            {
                Credits = 1000,
                EventDelay = TimeSpan.FromMilliseconds(150),
                RenderTime = TimeSpan.FromSeconds(3),
            };
            await using var emulator = await EmulatorHost.StartAsync(options, cancellationToken);
            await output.WriteLineAsync($"The emulator is running on {emulator.Url}");

            var job = new DemoJob(DemoPaths.Clips, DemoPaths.Videos, Message, PollInterval, emulator.Url, home.FullName);
            output.StartStep("Looking for PowerShell");
            var powerShell = await new PowerShellFinder(DemoPaths.PowerShellTool, Environment.GetEnvironmentVariable)
                .FindAsync(cancellationToken);
            if (powerShell.IsFound)
            {
                output.StartStep($"Running demo/main.ps1 with PowerShell ({powerShell.Source})");
                await PowerShellJob.RunAsync(powerShell, job, output, cancellationToken);
            }
            else
            {
                await output.WriteLineAsync($"PowerShell was not found ({powerShell.Reason}).");
                output.StartStep("Running the same job with the client library");
                await new ClientJob(output).RunAsync(job, cancellationToken);
            }

            output.StartStep("Checking the videos");
            var isComplete = await new VideoReport(output, Environment.GetEnvironmentVariable).WriteAsync(job, cancellationToken)
                && File.Exists(job.Report);
            await output.WriteLineAsync(
                File.Exists(job.Report) ? $"To see what happened, open {job.Report} in a browser." : "The report wasn't written.");
            return isComplete ? 0 : 1;
        }
        catch (Exception exception) when (exception is InvalidOperationException or NemoException or IOException)
        {
            await output.WriteLineAsync(exception.Message);
            return 1;
        }
        catch (OperationCanceledException)
        {
            await output.WriteLineAsync("Stopped.");
            return 130;
        }
        finally
        {
            home.Delete(recursive: true);
        }
    }

    private static void ClearVideos()
    {
        Directory.CreateDirectory(DemoPaths.Videos);
        foreach (var old in Directory.EnumerateFiles(DemoPaths.Videos).Where(static file => Path.GetExtension(file) is ".mp4" or ".html"))
        {
            File.Delete(old);
        }
    }
}
