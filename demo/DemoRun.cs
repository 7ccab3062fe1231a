using NemoVideo.Client.Errors;
using NemoVideo.Emulator;
using NemoVideo.Emulator.Configuration;

namespace NemoVideo.Demo;

/// <summary>
/// The main job from end to end on the emulator: in a real PowerShell where there is one, through the client library
/// otherwise, with the same output.
/// </summary>
internal sealed class DemoRun(TextWriter output)
{
    private const string Message = "trim the pauses, add a title";
    private static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(1);

    /// <returns>The exit code: 0 only if a playable video of every clip is there.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
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
            await output.WriteLineAsync($"The emulator of the service listens on {emulator.Url}");

            var job = new DemoJob(DemoPaths.Clips, DemoPaths.Videos, Message, PollInterval, emulator.Url, home.FullName);
            var powerShell = await new PowerShellFinder(DemoPaths.PowerShellTool, Environment.GetEnvironmentVariable)
                .FindAsync(cancellationToken);
            if (powerShell.IsFound)
            {
                await output.WriteLineAsync($"PowerShell from {powerShell.Source} runs demo/main.ps1:");
                await PowerShellJob.RunAsync(powerShell, job, cancellationToken);
            }
            else
            {
                await output.WriteLineAsync($"There is no PowerShell here ({powerShell.Reason}): the client library does the same job.");
                await new ClientJob(output).RunAsync(job, cancellationToken);
            }

            return await new VideoReport(output).WriteAsync(job, cancellationToken) ? 0 : 1;
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
        foreach (var old in Directory.EnumerateFiles(DemoPaths.Videos, "*.mp4"))
        {
            File.Delete(old);
        }
    }
}
