using System.Globalization;
using NemoVideo.Client;
using NemoVideo.Client.Operations;
using NemoVideo.Client.Protocol;
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

        var exports = new List<Task>();
        foreach (var clip in job.ClipPaths)
        {
            var session = await client.CreateSessionAsync(Path.GetFileNameWithoutExtension(clip), language: null, cancellationToken);
            await client.UploadFileAsync(session.Id, clip, progress: null, cancellationToken: cancellationToken);
            var result = await EditAsync(client, session.Id, job.Message, cancellationToken);
            if (result.Status == EditStatus.Succeeded)
            {
                var render = await client.SubmitRenderAsync(result.After, cancellationToken: cancellationToken);
                exports.Add(DownloadAsync(client, render.Id, job.VideoPath(clip), job.PollInterval, cancellationToken));
            }
        }

        await Task.WhenAll(exports);
    }

    private async Task DownloadAsync(
        NemoClient client, string id, string path, TimeSpan interval, CancellationToken cancellationToken)
    {
        var render = await client.WaitForRenderAsync(id, interval, cancellationToken: cancellationToken);
        if (render.Status == RenderStatus.Completed)
        {
            var video = await client.SaveRenderAsync(render, path, overwrite: false, progress: null, cancellationToken);
            await output.WriteLineAsync($"{video}  {new FileInfo(video).Length.ToString("N0", CultureInfo.CurrentCulture)} bytes");
        }
    }

    private async Task<EditResult> EditAsync(NemoClient client, string sessionId, string message, CancellationToken cancellationToken)
    {
        EditResult? result = null;
        await foreach (var current in client.EditAsync(sessionId, message, cancellationToken: cancellationToken))
        {
            if (Describe(current) is { Length: > 0 } line)
            {
                await output.WriteLineAsync("  " + line);
            }

            result = current as EditResult;
        }

        return result ?? throw new InvalidOperationException("The edit returned no result.");
    }

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
