using NemoVideo.Client.Errors;
using NemoVideo.Client.Jobs;
using NemoVideo.Client.Tests.Support;

namespace NemoVideo.Client.Tests.Jobs;

/// <summary>The names of videos: no job replaces a file that it didn't write, unless the caller allows it.</summary>
public sealed class JobOutputTests
{
    [Fact]
    public async Task Run_VideoChangedByUser_IsKept()
    {
        await using var bench = await JobBench.StartAsync();
        var first = await bench.RunAsync(bench.Job());
        var content = await File.ReadAllBytesAsync(first.OutputPath!, Workbench.Ending);
        content[^1]++;
        await File.WriteAllBytesAsync(first.OutputPath!, content, Workbench.Ending);

        var second = await bench.RunAsync(bench.Job());

        Assert.Equal((JobStatus.Succeeded, bench.OutputOf("beach (2).mp4")), (second.Status, second.OutputPath));
        Assert.Equal(content, await File.ReadAllBytesAsync(first.OutputPath!, Workbench.Ending));
        Assert.Equal((1, 1), (bench.MessageCount, bench.Work.Host.RenderCount));
    }

    [Fact]
    public async Task Run_DestinationIsFile_FailsBeforeAnythingIsCharged()
    {
        await using var bench = await JobBench.StartAsync();
        var file = bench.Work.Folder.Write("file", 10);

        var result = await bench.RunAsync(bench.Job() with { Destination = file });

        Assert.Equal((JobStatus.Failed, NemoErrorKind.FileAccess), (result.Status, result.Error!.Kind));
        Assert.Empty(bench.Work.Host.Sessions);
    }

    [Fact]
    public async Task Run_RenderFails_IsRenderedAgainInTheNextRun()
    {
        await using var bench = await JobBench.StartAsync();
        bench.Work.Host.AddFault("POST /api/render/proxy/lambda: fail render \"no\"");

        var first = await bench.RunAsync(bench.Job());
        var second = await bench.RunAsync(bench.Job());

        Assert.Equal((JobStatus.Failed, NemoErrorKind.RenderFailed), (first.Status, first.Error!.Kind));
        Assert.Equal(JobStatus.Succeeded, second.Status);
        Assert.Equal((1, 2), (bench.MessageCount, bench.Work.Host.RenderCount));
    }

    [Theory]
    [InlineData("GET /api/render/proxy/lambda/*: answer 200 {\"status\":\"processing\",\"progress\":50} x*", NemoErrorKind.Timeout)]
    [InlineData("GET /api/render/proxy/lambda/*: status 403 x*", NemoErrorKind.ServiceFailure)]
    [InlineData(
        "GET /output/*: drop after 100 bytes x*|GET /api/render/proxy/*/download: drop after 100 bytes x*", NemoErrorKind.ConnectionLost)]
    public async Task Run_RenderOfPreviousRunIsUnusable_RendersAgainWithoutCharge(string fault, NemoErrorKind kind)
    {
        await using var bench = await JobBench.StartAsync();
        var limits = QuickLimits.Value with { RenderTimeout = TimeSpan.FromMilliseconds(200) };

        // Only the first render is unusable.
        var adding = AtRender(() => Array.ForEach(fault.Split('|'), bench.Work.Host.AddFault));
        var first = await bench.RunAsync([bench.Job()], null, adding, limits);
        Assert.Equal((JobStatus.Failed, kind), (first[0].Status, first[0].Error!.Kind));
        Assert.Equal(1, bench.Work.Host.RenderCount);
        var second = await bench.RunAsync([bench.Job()], null, AtRender(bench.Work.Host.ClearFaults), limits);

        Assert.Null(second[0].Error);
        Assert.Equal(JobStatus.Succeeded, second[0].Status);
        Assert.Equal((1, 2), (bench.MessageCount, bench.Work.Host.RenderCount));
    }

    [Fact]
    public async Task Run_NameTakenDuringDownload_GetsNextNameAndKeepsOtherFile()
    {
        await using var bench = await JobBench.StartAsync();
        using var other = await bench.ConnectAsync(home: bench.Work.Folder.PathOf("home2"));
        IReadOnlyList<JobResult>? others = null;

        // The same job in another data folder, which has the same identity, takes the name at the last moment.
        var result = await bench.RunAsync(bench.Job(), recording: (name, isWritten) =>
        {
            if (name == "File" && isWritten)
            {
                others ??= JobBench.ResultsAsync(other, [bench.Job()]).GetAwaiter().GetResult();
            }
        });

        Assert.Equal(bench.OutputOf("beach.mp4"), others![0].OutputPath);
        Assert.Equal(bench.OutputOf("beach (2).mp4"), result.OutputPath);
        Assert.Equal(2, Directory.GetFileSystemEntries(bench.Destination).Length);
        Assert.Equal(JobStatus.AlreadyDone, (await bench.RunAsync(bench.Job())).Status);
        Assert.Equal(JobStatus.AlreadyDone, (await JobBench.ResultsAsync(other, [bench.Job()]))[0].Status);
    }

    [Fact]
    public async Task Run_OwnVideoIsInputOfAnotherJob_IsNotReplaced()
    {
        await using var bench = await JobBench.StartAsync();
        var own = (await bench.RunAsync(bench.Job())).OutputPath!;
        var content = await File.ReadAllBytesAsync(own, Workbench.Ending);

        var results = await bench.RunAsync([bench.Job() with { Inputs = [own], OutputName = "next" }, bench.Job() with { Quality = "low" }]);

        Assert.Equal(
            [bench.OutputOf("beach (2).mp4"), bench.OutputOf("next.mp4")],
            results.Select(static result => result.OutputPath).Order(StringComparer.Ordinal));
        Assert.Equal(content, await File.ReadAllBytesAsync(own, Workbench.Ending));
    }

    private static Action<string, bool> AtRender(Action act) => (name, isWritten) =>
    {
        if (name == "Render" && isWritten)
        {
            act();
        }
    };
}
