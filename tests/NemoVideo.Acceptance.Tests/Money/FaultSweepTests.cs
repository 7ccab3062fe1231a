namespace NemoVideo.Acceptance.Tests.Money;

/// <summary>
/// One request fails, of a job or of a pipeline of cmdlets: its message is sent once, and the job ends with one video when it is run again.
/// </summary>
public sealed class FaultSweepTests(SharedEmulator shared) : IClassFixture<SharedEmulator>
{
    private const string Message = "add a title \"Hi\"";

    private static readonly Dictionary<string, string> Calls = new()
    {
        ["token"] = "POST /api/auth/anonymous-token",
        ["upload"] = "POST /api/upload-video/*",
        ["URL upload"] = "POST /api/upload-video/*",
        ["message"] = "POST /run_sse",
    };

    /// <summary>Client.FaultTableTests and Client.JobPropertyTests have the faults of these.</summary>
    private static readonly string[] OtherCalls = ["POST /api/tasks/*", "POST /api/render/proxy/lambda"];

    private static readonly string[] Faults =
        ["status 429", "code 1001", "status 504", "status 504 after work", "reset", "drop before answer", "cut answer to 8 bytes"];

    public static TheoryData<string, string> Cells => new(from call in Calls.Keys from fault in Faults select (call, fault));

    [Theory]
    [MemberData(nameof(Cells))]
    public async Task NewNemoVideo_OneRequestFails_SendsTheMessageOnceAndResumes(string call, string fault)
    {
        await using var setup = await shared.StartAsync();
        var job = $"New-NemoVideo '{Message}' -Path '{await AddInputAsync(setup, call)}' -Destination out";

        var first = await RunAsync(setup, call, fault, job);
        var again = await setup.RunConnectedAsync(job);

        Assert.InRange(first.Errors.Count, 0, 1);
        var (sent, executed) = await CountAsync(call, fault);
        if (call == "message" && !IsRejected(fault) && !IsProcessed(fault))
        {
            // Nobody knows if the service has the message, so it isn't sent again.
            Assert.Equal((1, 0), (sent, executed));
            Assert.Contains("-Restart", Assert.Single(again.Errors).Text, StringComparison.Ordinal);
            return;
        }

        if (call == "token" && IsProcessed(fault))
        {
            // The service grants one free token in 7 days, and its response was lost.
            Assert.Equal("NemoRateLimited", Assert.Single(again.Errors).Id);
            return;
        }

        Assert.Contains(again.WithoutErrors().Single().GetProperty("Status").GetString(), (string[])["Succeeded", "AlreadyDone"]);
        Assert.Single(setup.Folder.Files("out"));
        Assert.Equal((1, 1), (executed, await shared.RenderCountAsync()));
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public async Task Pipeline_OneRequestFails_SendsTheMessageOnce(string call, string fault)
    {
        await using var setup = await shared.StartAsync();
        var pipeline = Pipeline($"{(call == "URL upload" ? "-Url" : "-Path")} '{await AddInputAsync(setup, call)}'");

        var output = await RunAsync(setup, call, fault, pipeline);

        var (_, executed) = await CountAsync(call, fault);
        if (output.Errors.Count > 0)
        {
            Assert.NotEmpty(Assert.Single(output.Errors).Action);
            Assert.Empty(setup.Folder.Files("out"));
            return;
        }

        Assert.Equal(1, executed);
        Assert.Single(setup.Folder.Files("out"));
    }

    [Fact]
    public async Task Calls_HaveEachRequestThatCreatesOrChargesSomething()
    {
        await using var setup = await shared.StartAsync();
        var earlier = (await setup.Emulator.RequestsAsync()).Count;

        (await setup.RunConnectedAsync(Pipeline($"-Path {await AddInputAsync(setup, "upload")}"))).WithoutErrors();

        var requests = (await setup.Emulator.RequestsAsync()).Skip(earlier)
            .Where(static request => request.Method == "POST").Select(static request => $"POST {request.Path}").ToList();
        var calls = Calls.Values.Concat(OtherCalls).Select(static call => call.Split('*')[0]).ToList();
        Assert.All(requests, request => Assert.Contains(calls, call => request.StartsWith(call, StringComparison.Ordinal)));
        Assert.All(calls, call => Assert.Contains(requests, request => request.StartsWith(call, StringComparison.Ordinal)));
    }

    private static string Pipeline(string input) =>
        $"Send-NemoUpload {input} -SessionPerFile | Invoke-NemoEdit '{Message}' | Start-NemoExport | Wait-NemoExport -Destination out";

    /// <summary>The input of a script: a file, or the URL of one.</summary>
    private static async Task<string> AddInputAsync(TestSetup setup, string call)
    {
        setup.Folder.AddClip("a.mp4");
        return call != "URL upload" ? "a.mp4"
            : (await setup.RunConnectedAsync("(Send-NemoUpload a.mp4).Url.AbsoluteUri")).Single().GetString()!;
    }

    private static async Task<PowerShellOutput> RunAsync(TestSetup setup, string call, string fault, string script)
    {
        await setup.Emulator.AddFaultsAsync($"{Calls[call]}: {fault}");
        var output = await setup.RunConnectedAsync(script);
        await setup.Emulator.ClearFaultsAsync();
        return output;
    }

    /// <summary>Whether the service explicitly rejects the request, so that it is sent again.</summary>
    private static bool IsRejected(string fault) => fault is "status 429" or "code 1001";

    /// <summary>Whether the service processes the request, although the client doesn't learn it.</summary>
    private static bool IsProcessed(string fault) =>
        fault.EndsWith("after work", StringComparison.Ordinal) || fault.Contains("answer", StringComparison.Ordinal);

    /// <summary>
    /// The messages that were sent and executed in this test. A message is sent again only after the service has rejected it explicitly.
    /// </summary>
    private async Task<(int Sent, int Executed)> CountAsync(string call, string fault)
    {
        var (sent, executed) = (await shared.SentCountAsync(), await shared.MessageCountAsync());
        Assert.InRange(sent, 0, call == "message" && IsRejected(fault) ? 2 : 1);
        Assert.InRange(executed, 0, 1);
        return (sent, executed);
    }
}
