using NemoVideo.Client.Jobs;
using NemoVideo.Client.Timeline;
using static NemoVideo.Client.Tests.Support.TrackSamples;

namespace NemoVideo.Client.Tests.Timeline;

public sealed class TimelineComparisonTests
{
    [Fact]
    public void Parse_JsonOfToJson_HasTheSameTimelines()
    {
        var json = new TimelineComparison([Clips], TripTracks).ToJson();
        var parsed = TimelineComparison.Parse(json);

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
    public void Parse_OtherText_HasNoTimelines(string? json) => Assert.Equal(new TimelineComparison(null, null), TimelineComparison.Parse(json));

    [Fact]
    public void Limit_ManySegments_IsNull()
    {
        static Track Long(int count) => Lane(1, TrackKind.Video, [.. Enumerable.Range(0, count).Select(static number => Part("a", number, 1))]);

        Assert.Equal(199, JobMessage.Limit([Long(199)])![0].Segments.Count);
        Assert.Null(JobMessage.Limit([Long(200)]));
    }

    [Fact]
    public void Limit_Names_AreShortWithoutControlCharactersAndSecrets()
    {
        var track = Assert.Single(JobMessage.Limit([Lane(1, TrackKind.Video, Part("\u001b[2J" + new string('a', 300), 0, 1), Part("https://u:p@h.invalid/?sig=SIG", 0, 1))])!);

        Assert.Equal("[2J" + new string('a', 197) + "…", track.Segments[0].Name);
        Assert.Equal("https://h.invalid/?…", track.Segments[1].Name);
    }
}
