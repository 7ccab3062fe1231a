using NemoVideo.Client.Edits;
using NemoVideo.Client.Jobs;
using NemoVideo.Demo;
using Xunit;

namespace NemoVideo.PowerShell.Tests;

/// <summary>The lines of the demo without PowerShell. Demo.Tests.ps1 tests those of demo/main.ps1.</summary>
public sealed class ClientJobTests
{
    private static readonly VideoJob Sunset = new() { Inputs = [Path.Combine("clips", "sunset.mp4")], Messages = ["add a title"] };
    private static readonly VideoJob Harbour = new() { Inputs = [Path.Combine("clips", "harbour.mp4")], Messages = ["add a title"] };

    [Fact]
    public void Describe_EventsOfTwoVideos_BeginsEachLineWithNameOfVideo()
    {
        JobUpdate[] updates =
        [
            new JobEventUpdate(Sunset, "1", "add a title", new ToolCallEvent(null, "add_title", null)),
            new JobEventUpdate(Harbour, "2", "add a title", new ToolCallEvent(null, "add_title", null)),
            new JobEventUpdate(Sunset, "1", "add a title", new TextEvent("Done.\r\n\nA title was added.")),
            new JobFinishedUpdate(Harbour, new JobResult(Harbour, JobStatus.Succeeded) { OutputPath = "/out/harbour.mp4", Length = 5 }),
        ];

        Assert.Equal(
            [
                "sunset.mp4   > add_title",
                "harbour.mp4  > add_title",
                "sunset.mp4   Done.",
                "sunset.mp4   A title was added.",
                "harbour.mp4  /out/harbour.mp4  5 bytes",
            ],
            updates.SelectMany(ClientJob.Describe));
    }

    [Fact]
    public void Describe_UpdateWithoutText_WritesNothing() => Assert.Empty(
        new JobUpdate[]
        {
            new JobStageUpdate(Sunset, JobStage.Upload, "1"),
            new JobEventUpdate(Sunset, "1", "add a title", new HeartbeatEvent()),
            new JobEventUpdate(Sunset, "1", "add a title", new TextEvent("Do", IsPartial: true)),
        }.SelectMany(ClientJob.Describe));
}
