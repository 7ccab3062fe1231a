using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using NemoVideo.Client.Jobs;
using NemoVideo.Client.Tests.Support;
using NemoVideo.Client.Timeline;
using static NemoVideo.Client.Tests.Pictures.PictureSamples;

namespace NemoVideo.Client.Tests.Jobs;

public sealed class JobTimelinesTests
{
    [Fact]
    public void Parse_JsonOfToJson_HasTheSameTimelines()
    {
        var json = new JobTimelines([Clips], Trip.Tracks).ToJson();
        var parsed = JobTimelines.Parse(json);

        Assert.DoesNotMatch("[^\\x20-\\x7e]", json);
        Assert.DoesNotContain("\"end\"", json, StringComparison.Ordinal);
        Assert.Equal(json, parsed.ToJson());
        Assert.Equal(TimeSpan.FromSeconds(2), parsed.Before![0].Segments[1].SourceStart);
        Assert.Equal(0.35, parsed.After![1].Segments[0].Volume);
        Assert.Equal("城市的梦 🎬", parsed.After[2].Segments[0].Name);
        Assert.Equal(TrackKind.Text, parsed.After[2].Kind);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"before":null,"after":[{"number":1,"kind":"Video","typeCode":0,"name":null}]}""")]
    [InlineData("""{"before":null,"after":[{"number":1,"kind":"Video","typeCode":0,"name":null,"segments":null}]}""")]
    public void Parse_OtherText_HasNoTimelines(string? json) => Assert.Equal(new JobTimelines(null, null), JobTimelines.Parse(json));

    [Fact]
    public void Parse_InvalidCharacters_HasNoTimelines() => Assert.Equal(new JobTimelines(null, null), JobTimelines.Parse("\"\ud800\""));

    /// <summary>The record also tells what was charged.</summary>
    [Fact]
    public async Task Run_RecordHasOtherTimelines_ReportsNone()
    {
        await using var bench = await JobBench.StartAsync();
        var first = await bench.RunAsync(bench.Job());
        var record = await File.ReadAllTextAsync(bench.RecordPath, Workbench.Ending);
        var json = JsonEncodedText.Encode(first.Timelines.ToJson(), JavaScriptEncoder.UnsafeRelaxedJsonEscaping).ToString();
        Assert.Contains(json, record, StringComparison.Ordinal);
        await File.WriteAllTextAsync(bench.RecordPath, record.Replace(json, "other", StringComparison.Ordinal), Workbench.Ending);

        var second = await bench.RunAsync(bench.Job());

        Assert.Equal((JobStatus.AlreadyDone, first.AgentText), (second.Status, second.AgentText));
        Assert.Equal(new JobTimelines(null, null), second.Timelines);
    }

    [Fact]
    public async Task Run_Messages_RecordsTheTimelineOnceBeforeThem()
    {
        await using var bench = await JobBench.StartAsync();
        var result = await bench.RunAsync(bench.Job("a.mp4", "add a title \"Hi\"", "add a title \"Ho\""));

        var timelines = File.ReadLines(bench.RecordPath).Select(static line => JsonNode.Parse(line)!["timelines"]?.GetValue<string>())
            .OfType<string>().Select(JobTimelines.Parse).ToList();

        Assert.Equal([true, false], timelines.Select(static one => one.Before is not null));
        Assert.All(timelines, static one => Assert.NotNull(one.After));
        Assert.Equal(new JobTimelines(timelines[0].Before, timelines[1].After).ToJson(), result.Timelines.ToJson());
    }

    [Fact]
    public void Limit_ManySegments_IsNull()
    {
        static Track Long(int count) => Lane(1, TrackKind.Video, [.. Enumerable.Range(0, count).Select(static number => Part("a", number, 1))]);

        Assert.Equal(199, JobTimelines.Limit([Long(199)])![0].Segments.Count);
        Assert.Null(JobTimelines.Limit([Long(200)]));
    }

    [Fact]
    public void Limit_Names_AreShortWithoutControlCharactersAndSecrets()
    {
        var track = Assert.Single(JobTimelines.Limit([Lane(1, TrackKind.Video, Part("\u001b[2J" + new string('a', 300), 0, 1), Part("https://u:p@h.invalid/?sig=SIG", 0, 1))])!);

        Assert.Equal("[2J" + new string('a', 197) + "…", track.Segments[0].Name);
        Assert.Equal("https://h.invalid/?…", track.Segments[1].Name);
    }
}
