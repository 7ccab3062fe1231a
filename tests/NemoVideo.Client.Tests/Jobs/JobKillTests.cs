using System.Diagnostics;
using NemoVideo.Client.Errors;
using NemoVideo.Client.Jobs;
using NemoVideo.Client.Tests.Support;

namespace NemoVideo.Client.Tests.Jobs;

/// <summary>A process is killed right before and right after each line of a record, and the next one resumes the job.</summary>
public sealed class JobKillTests
{
    private static readonly string[] Lines =
    [
        "Start", "Session", "Upload Sending", "Upload Done", "Message Sending", "Message Done", "Message Sending", "Message Done", "Render", "File",
    ];

    public static TheoryData<int, bool> Kills
    {
        get
        {
            var kills = new TheoryData<int, bool>();
            for (var line = 0; line < Lines.Length; line++)
            {
                kills.Add(line, false);
                kills.Add(line, true);
            }

            return kills;
        }
    }

    [Theory]
    [MemberData(nameof(Kills))]
    public async Task Run_KilledAtLine_NeverSendsTwiceAndResumes(int line, bool isWritten)
    {
        await using var bench = await JobBench.StartAsync();
        var job = bench.Job("beach.mp4", JobBench.Title, "add music");
        var recorded = new List<string>();

        await bench.RunAsync(job, recording: KillAt(line, isWritten, recorded));
        Assert.Equal(Lines.Take(line + 1), recorded);
        if (!isWritten)
        {
            // The system may have written a part of the line.
            await File.AppendAllTextAsync(bench.RecordPath, "{\"step\":\"Mess", Workbench.Ending);
        }

        var sent = Lines.Take(line).Count(static name => name == "Message Sending");
        Assert.Equal(sent, bench.MessageCount);

        var result = await bench.RunAsync(job);
        if (isWritten && Lines[line] == "Message Sending")
        {
            Assert.Equal((JobStatus.Failed, NemoErrorKind.ConnectionLost, NemoAction.RestartJob), (result.Status, result.Error!.Kind, result.Error.Action));
            Assert.Equal(sent, bench.MessageCount);
            return;
        }

        Assert.Null(result.Error);
        Assert.Equal(JobStatus.Succeeded, result.Status);
        Assert.Equal(2, bench.MessageCount);
        Assert.Equal([bench.OutputOf("beach.mp4")], Directory.GetFiles(bench.Destination));
        Assert.Equal(JobStatus.AlreadyDone, (await bench.RunAsync(job)).Status);
    }

    [Fact]
    public async Task Run_CanceledWhileStreaming_ResumesWithoutSending()
    {
        await using var bench = await JobBench.StartAsync();
        bench.Work.Host.AddFault("POST /run_sse: hold after 1 events");
        using var client = await bench.ConnectAsync();
        using var cancel = new CancellationTokenSource();
        var running = client.RunJobsAsync(new[] { bench.Job() }.ToAsyncEnumerable(), cancellationToken: cancel.Token).ToListAsync(Workbench.Ending).AsTask();
        await bench.Work.Host.WaitForRequestAsync(static request => request.Path == "/run_sse" && request.EventsSent == 1, Workbench.Ending);

        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        bench.Work.Host.ReleaseHeld();
        await bench.Work.Host.WaitForRequestAsync(static request => request.Path == "/run_sse" && request.IsDone, Workbench.Ending);
        var result = await bench.RunAsync(bench.Job());

        Assert.Equal(JobStatus.Succeeded, result.Status);
        Assert.Equal(1, bench.MessageCount);
        Assert.Equal(2, result.TracksAfter.Count);
    }

    [Theory]
    [InlineData("status 429 retry-after 30")]
    [InlineData("revoke tokens")]
    public async Task Run_CanceledInPauseAfterRejection_SendsMessageInTheNextRun(string rejection)
    {
        await using var bench = await JobBench.StartAsync();
        var pausing = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var cancel = new CancellationTokenSource();
        using (var client = await bench.ConnectAsync(retrying: _ => pausing.TrySetResult()))
        {
            bench.Work.Host.AddFault("POST /run_sse: " + rejection);
            bench.Work.Host.AddFault("POST /api/auth/*: status 429 retry-after 30");
            var running = client.RunJobsAsync(new[] { bench.Job() }.ToAsyncEnumerable(), cancellationToken: cancel.Token).ToListAsync(Workbench.Ending).AsTask();
            await pausing.Task.WaitAsync(Workbench.Ending);
            await cancel.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        }

        bench.Work.Host.ClearFaults();
        var result = await bench.RunAsync(bench.Job());

        Assert.Null(result.Error);
        Assert.Equal((JobStatus.Succeeded, 1), (result.Status, bench.MessageCount));
    }

    [Fact]
    public async Task Run_OtherRequestIsRateLimited_AnnouncesMessageAfterThePause()
    {
        await using var bench = await JobBench.StartAsync();
        bench.Work.Host.AddFault("GET /api/state/*: hold before answer");
        var pausing = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var (clock, announced) = (new Stopwatch(), TimeSpan.Zero);
        using var client = await bench.ConnectAsync(
            (name, isWritten) => announced = name == "Message Sending" && !isWritten ? clock.Elapsed : announced,
            retrying: _ => pausing.TrySetResult());
        var running = JobBench.ResultsAsync(client, [bench.Job() with { Inputs = [] }]);
        await bench.Work.Host.WaitForRequestAsync(static request => request.Path.StartsWith("/api/state/", StringComparison.Ordinal), Workbench.Ending);

        // The state before the message has been read when the pause begins.
        bench.Work.Host.AddFault("GET /api/credits/*: status 429 retry-after 2");
        clock.Start();
        var limited = client.GetCreditAsync(Workbench.Ending);
        await pausing.Task.WaitAsync(Workbench.Ending);
        bench.Work.Host.ReleaseHeld();

        Assert.Equal(JobStatus.Succeeded, Assert.Single(await running).Status);
        Assert.True(announced >= TimeSpan.FromSeconds(2), $"The message was announced after {announced}.");
        await limited;
    }

    /// <summary>After the line, nothing else is written, as if the process had ended.</summary>
    private static Action<string, bool> KillAt(int line, bool isWritten, List<string> recorded)
    {
        var isKilled = false;
        return (name, written) =>
        {
            if (!isKilled && !written)
            {
                recorded.Add(name);
            }

            isKilled |= recorded.Count == line + 1 && written == isWritten;
            if (isKilled)
            {
                throw new InvalidOperationException("killed");
            }
        };
    }
}
