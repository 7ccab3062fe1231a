using NemoVideo.Client;
using NemoVideo.Client.Jobs;
using NemoVideo.Client.Operations;
using NemoVideo.Client.Protocol;
using NemoVideo.Client.Reports;
using NemoVideo.Client.Streaming;
using NemoVideo.Client.Transport;

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
            if (update is JobEventUpdate { Event: var current } && Describe(current) is { Length: > 0 } line)
            {
                await output.WriteLineAsync("  " + line);
            }
            else if (update is JobFinishedUpdate { Result: var result })
            {
                results.Add(result);
                var size = result.Length?.ToString("N0", CultureInfo.CurrentCulture);
                await output.WriteLineAsync(result.Error?.Message ?? $"{result.OutputPath}  {size} bytes");
            }
        }

        var report = await HtmlReport.DrawAsync([.. results.Select(ReportJob.Of)], job.Videos, progress: null, cancellationToken);
        new OutputFileNames(job.Videos, overwrite: true).Write(Path.GetFileName(job.Report), report);
    }

    private static IEnumerable<VideoJob> Videos(DemoJob job) => job.ClipPaths.Select(clip => new VideoJob
    {
        Inputs = [clip],
        Messages = [job.Message],
        Destination = job.Videos,
    });

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
