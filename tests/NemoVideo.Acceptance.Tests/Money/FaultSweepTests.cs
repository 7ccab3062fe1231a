namespace NemoVideo.Acceptance.Tests.Money;

/// <summary>The calls that create or charge something, and the ways in which they fail.</summary>
internal static class FaultSweep
{
    private static readonly (string Name, string Request)[] Calls =
    [
        ("token", "POST /api/auth/anonymous-token"),
        ("session", "POST /api/tasks/*"),
        ("upload", "POST /api/upload-video/*"),
        ("URL upload", "POST /api/upload-video/*"),
        ("message", "POST /run_sse"),
        ("submit", "POST /api/render/proxy/lambda"),
    ];

    private static readonly string[] Faults =
    [
        "status 429", "code 1001", "status 502", "status 502 after work", "status 504", "status 504 after work", "reset", "drop before answer",
        "cut answer to 8 bytes",
    ];

    public static TheoryData<string, string> Cells => new(from call in Calls from fault in Faults select (call.Name, fault));

    /// <summary>The input of a script, as the value of -Path: a file, or the URL of one.</summary>
    public static async Task<string> AddInputAsync(Bench bench, string call)
    {
        bench.Folder.AddClip("a.mp4");
        return call == "URL upload" ? (await bench.RunConnectedAsync("(Send-NemoUpload a.mp4).Url.AbsoluteUri")).Single().GetString()! : "a.mp4";
    }

    /// <summary>Whether the service explicitly rejects the request, so that it is sent again.</summary>
    public static bool IsRejected(string fault) => fault is "status 429" or "code 1001";

    /// <summary>Whether the service processes the request, although the client doesn't learn it.</summary>
    public static bool IsProcessed(string fault) => fault.EndsWith("after work", StringComparison.Ordinal) || fault.Contains("answer", StringComparison.Ordinal);

    /// <summary>Runs a script while one request fails. Null for a call means that none fails.</summary>
    /// <returns>What the script wrote, and the messages that were sent and executed.</returns>
    public static async Task<(PowerShellOutput Output, int Sent, int Executed)> RunAsync(Bench bench, string? call, string fault, string script)
    {
        var emulator = bench.Emulator;
        var (sent, executed) = (await CountSentAsync(emulator), await emulator.MessageCountAsync());
        if (call is not null)
        {
            await emulator.AddFaultsAsync($"{Calls.Single(item => item.Name == call).Request}: {fault}");
        }

        var output = await bench.RunConnectedAsync(script);
        await emulator.ClearFaultsAsync();
        return (output, await CountSentAsync(emulator) - sent, await emulator.MessageCountAsync() - executed);
    }

    /// <summary>A message is sent again only after the service has rejected it explicitly.</summary>
    public static void AssertSent(string call, string fault, int sent, int executed)
    {
        Assert.InRange(sent, 0, call == "message" && IsRejected(fault) ? 2 : 1);
        Assert.InRange(executed, 0, 1);
    }

    private static async Task<int> CountSentAsync(Emulator emulator) => (await emulator.RequestsAsync("/run_sse")).Count;
}

/// <summary>A job in which one request fails sends its message once, and ends with one video when it is run again.</summary>
public sealed class JobFaultTests(SharedEmulator shared) : IClassFixture<SharedEmulator>
{
    public static TheoryData<string, string> Cells => FaultSweep.Cells;

    [Theory]
    [MemberData(nameof(Cells))]
    public async Task NewNemoVideo_OneRequestFails_SendsTheMessageOnceAndResumes(string call, string fault)
    {
        await using var bench = await shared.StartAsync();
        var job = $"New-NemoVideo 'add a title \"Hi\"' -Path '{await FaultSweep.AddInputAsync(bench, call)}' -Destination out";

        var (first, sent, executed) = await FaultSweep.RunAsync(bench, call, fault, job);
        var (again, sentAgain, executedAgain) = await FaultSweep.RunAsync(bench, call: null, "", job);
        (sent, executed) = (sent + sentAgain, executed + executedAgain);

        Assert.InRange(first.Errors.Count, 0, 1);
        FaultSweep.AssertSent(call, fault, sent, executed);
        if (call == "message" && !FaultSweep.IsRejected(fault) && !FaultSweep.IsProcessed(fault))
        {
            // Nobody knows if the service has the message, so it isn't sent again.
            Assert.Equal((1, 0), (sent, executed));
            Assert.Contains("-Restart", Assert.Single(again.Errors).Text, StringComparison.Ordinal);
            return;
        }

        if (call == "token" && FaultSweep.IsProcessed(fault))
        {
            // The service grants one free token in 7 days, and its response was lost.
            Assert.Equal("NemoRateLimited", Assert.Single(again.Errors).Id);
            return;
        }

        Assert.Contains(again.WithoutErrors().Single().GetProperty("Status").GetString(), (string[])["Succeeded", "AlreadyDone"]);
        Assert.Single(bench.Folder.Files("out"));
        Assert.Equal((1, 1), (executed, await shared.RenderCountAsync()));
    }
}

/// <summary>A pipeline in which one request fails sends its message once, and creates at most one video.</summary>
public sealed class PipelineFaultTests(SharedEmulator shared) : IClassFixture<SharedEmulator>
{
    public static TheoryData<string, string> Cells => FaultSweep.Cells;

    [Theory]
    [MemberData(nameof(Cells))]
    public async Task Pipeline_OneRequestFails_SendsTheMessageOnce(string call, string fault)
    {
        await using var bench = await shared.StartAsync();
        var input = $"{(call == "URL upload" ? "-Url" : "-Path")} '{await FaultSweep.AddInputAsync(bench, call)}'";
        var pipeline = $"Send-NemoUpload {input} -SessionPerFile | Invoke-NemoEdit 'add a title \"Hi\"' | Start-NemoExport | "
            + "Wait-NemoExport -Destination out";

        var (output, sent, executed) = await FaultSweep.RunAsync(bench, call, fault, pipeline);

        FaultSweep.AssertSent(call, fault, sent, executed);
        if (output.Errors.Count > 0)
        {
            Assert.NotEmpty(Assert.Single(output.Errors).Action);
            Assert.Empty(bench.Folder.Files("out"));
            return;
        }

        Assert.Equal(1, executed);
        Assert.Single(bench.Folder.Files("out"));
    }
}
