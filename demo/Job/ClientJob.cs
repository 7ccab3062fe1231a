using NemoVideo.Client;
using NemoVideo.Client.Edits;
using NemoVideo.Client.Exports;
using NemoVideo.Client.Http;
using NemoVideo.Client.Jobs;
using NemoVideo.Pictures.Reports;

namespace NemoVideo.Demo;

/// <summary>Runs the job of demo/main.ps1 with the client library.</summary>
internal sealed class ClientJob(TextWriter output)
{
    public async Task RunAsync(DemoJob job, CancellationToken cancellationToken)
    {
        await output.WriteLineAsync("Connecting...");
        using var client = await NemoClient.ConnectAsync(
            new NemoClientOptions { ApiUrl = job.Api, DataDirectory = job.Home }, cancellationToken);
        await output.WriteLineAsync("Connected.");

        var results = new List<JobResult>();
        var options = new JobOptions { IncludeEvents = true, PollInterval = job.PollInterval };
        await foreach (var update in client.RunJobsAsync(Videos(job).ToAsyncEnumerable(), options, cancellationToken))
        {
            foreach (var line in Describe(update))
            {
                await output.WriteLineAsync(line);
            }

            if (update is JobFinishedUpdate { Result: var result })
            {
                results.Add(result);
            }
        }

        var report = await HtmlReport.DrawAsync([.. results.Select(ReportJob.Of)], job.Videos, progress: null, cancellationToken);
        new OutputFileNames(job.Videos, overwrite: true).Write(Path.GetFileName(job.Report), report);
    }

    /// <summary>The lines about an update. Videos are created at the same time, so each line begins with the name of its video.</summary>
    internal static IEnumerable<string> Describe(JobUpdate update)
    {
        var text = update switch
        {
            JobEventUpdate { Event: var current } => Describe(current),
            JobFinishedUpdate { Result: var result } => Describe(result),
            _ => null,
        };
        var name = Path.GetFileName(update.Job.Inputs[0]);
        return (text ?? "").Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries).Select(line => $"{name,-12} {line}");
    }

    private static IEnumerable<VideoJob> Videos(DemoJob job) => job.ClipPaths.Select(clip => new VideoJob
    {
        Inputs = [clip],
        Messages = [job.Message],
        Destination = job.Videos,
    });

    private static string Describe(JobResult result) =>
        result.Error?.Message ?? $"{result.OutputPath}  {result.Length?.ToString("N0", CultureInfo.CurrentCulture)} bytes";

    private static string? Describe(AgentEvent current) => current switch
    {
        TextEvent { IsPartial: false, IsThought: false } text => text.Text,
        ToolCallEvent call => $"> {call.Name}",
        ToolResultEvent result => $"< {result.Name}",
        TimelineEvent timeline => timeline.State.Summary,
        ErrorEvent error => $"! {error.Message}",
        EditResult { Status: EditStatus.Failed } result => $"Failed: {result.Error?.Message}",
        EditResult { IsChanged: false } result => $"Succeeded, but nothing changed. {result.After.Summary}",
        EditResult result => $"Succeeded. {result.ChangeSummary}. {result.After.Summary}",
        _ => null,
    };
}
