using NemoVideo.Client.Tests.Support;
using NemoVideo.Client.Timeline;

namespace NemoVideo.Client.Tests.Timeline;

public sealed class TimelineDifferenceTests
{
    private const string Harbour = """{"id":"1","d":6000,"m":{"title":"harbour"}}""";
    private const string Sunset = """{"id":"2","d":5000,"m":{"title":"sunset"}}""";
    private const string Beach = """{"id":"3","d":4000,"m":{"title":"beach"}}""";

    // Pairs of drafts with the expected sentences.
    [Theory]
    [InlineData("""{"t":[]}""", """{"t":[{"tt":7,"sg":[{"d":3000,"m":{"title":"Paradise Found"}}]}]}""", "Title added: \"Paradise Found\" (0-3s)")]
    [InlineData("""{"t":[]}""", """{"t":[{"tt":1,"sg":[{"d":10000,"volume":0.35,"m":{"title":"Lo-fi"}}]}]}""", "BGM added: Lo-fi (0-10s, 35%)")]
    [InlineData("""{"t":[{"tt":1,"sg":[{"d":10000,"volume":0.35,"m":{"title":"Lo-fi"}}]}]}""", """{"t":[]}""", "BGM removed: Lo-fi")]
    [InlineData("""{"t":[{"tt":1,"sg":[{"d":9,"volume":0.35,"name":"Lo-fi"}]}]}""", """{"t":[{"tt":1,"sg":[{"d":9,"volume":0.20,"name":"Lo-fi"}]}]}""", "Volume changed: Lo-fi (35% to 20%)")]
    [InlineData("""{"t":[{"tt":1,"sg":[{"name":"Lo-fi"}]}]}""", """{"t":[{"tt":1,"sg":[{"name":"Lo-fi","m":{"volume":0.2}}]}]}""", "Volume set: Lo-fi (20%)")]
    [InlineData("""{"t":[{"tt":1,"sg":[{"name":"Lo-fi","volume":1}]}]}""", """{"t":[{"tt":1,"sg":[{"name":"Lo-fi"}]}]}""", "Volume cleared: Lo-fi (100%)")]
    [InlineData("""{"t":[{"tt":7,"sg":[{"d":3000,"text":"A"}]}]}""", """{"t":[{"tt":7,"sg":[{"d":3000,"text":"B"}]}]}""", "Text changed: \"A\" to \"B\"")]
    [InlineData("""{"t":[{"tt":7,"sg":[{"id":5,"d":3000,"text":"A"}]}]}""", """{"t":[{"tt":7,"sg":[{"id":5,"d":3000,"text":"B"}]}]}""", "Text changed: \"A\" to \"B\"")]
    [InlineData("""{"t":[{"tt":7,"sg":[{"id":5,"d":3000}]}]}""", """{"t":[{"tt":7,"sg":[{"id":5,"d":3000,"text":"B"}]}]}""", "Text set: \"B\"")]
    [InlineData("""{"t":[{"tt":7,"sg":[{"id":5,"d":3000,"text":"A"}]}]}""", """{"t":[{"tt":7,"sg":[{"id":5,"d":3000}]}]}""", "Text cleared: \"A\"")]
    [InlineData("""{"t":[{"tt":7,"sg":[{"id":5,"d":3000,"text":"A"}]}]}""", """{"t":[{"tt":7,"sg":[{"id":6,"d":3000,"text":"B"}]}]}""", "Title added: \"B\" (0-3s)|Title removed: \"A\"")]
    [InlineData("""{"t":[{"tt":7,"sg":[{"s":0,"d":3000,"text":"A"}]}]}""", """{"t":[{"tt":7,"sg":[{"s":2000,"d":3000,"text":"A"}]}]}""", "Title moved: \"A\" (0-3s to 2-5s)")]
    [InlineData("""{"t":[{"tt":7,"sg":[{"s":0,"d":3000,"text":"A"}]}]}""", """{"t":[{"tt":7,"sg":[{"s":2000,"d":4500,"text":"A"}]}]}""", "Title lengthened: \"A\" (0-3s to 2-6.5s)")]
    [InlineData("""{"t":[{"tt":0,"sg":[{"id":"a","name":"x","d":1}]}]}""", """{"t":[{"tt":0,"sg":[{"id":"a","name":"y","d":1}]}]}""", "Name changed: x to y")]
    [InlineData("""{"t":[{"tt":1,"sg":[{"name":"Lo-fi","d":4000}]}]}""", """{"t":[{"tt":1,"sg":[{"name":"Jazz","d":4000}]}]}""", "BGM replaced: Lo-fi by Jazz (0-4s)")]
    [InlineData("""{"t":[]}""", """{"t":[{"tt":0,"sg":[]}]}""", "Video track added")]
    [InlineData("""{"t":[{"tt":4}]}""", """{"t":[]}""", "Track 1 removed")]
    [InlineData("""{"t":[]}""", """{"t":[{"tt":4,"sg":[{"d":1000}]}]}""", "Segment added (0-1s)")]
    [InlineData("""{"t":[{"tt":0,"m":{"title":"one"}}]}""", """{"t":[{"tt":0,"m":{"title":"two"}}]}""", "Name changed: one to two")]
    [InlineData("""{"m":{"title":"one"}}""", """{"m":{"title":"two"}}""", "Name changed: one to two")]
    [InlineData("""{"m":{"width":1920,"height":1080}}""", """{"m":{"width":1080,"height":1920}}""", "Canvas changed: 1920x1080 to 1080x1920")]
    [InlineData("""{"m":{}}""", """{"m":{"width":"1080","height":"1920.0"}}""", "Canvas set: 1080x1920")]
    [InlineData("""{"m":{"width":1080,"height":1920}}""", """{"m":{"width":1080,"height":0}}""", "Canvas cleared: 1080x1920")]
    [InlineData("""{"t":[{"tt":7,"sg":[{"d":1000,"text":"a"}]}]}""", """{"t":[{"tt":7,"sg":[{"d":1000,"text":"line\none\u001b[2J"}]}]}""", "Text changed: \"a\" to \"line one[2J\"")]
    public void Between_OneEdit_HasExpectedSentence(string before, string after, string sentences) =>
        Assert.Equal(sentences.Split('|'), Sentences(Drafts.State(before), Drafts.State(after)));

    [Theory]
    [InlineData(Harbour, Harbour + "," + Sunset, "Clip added: sunset (6-11s)")]
    [InlineData(Harbour + "," + Sunset, Sunset, "Clip removed: harbour")]
    [InlineData(Harbour + "," + Sunset, Beach + "," + Harbour + "," + Sunset, "Clip added: beach (0-4s)")]
    [InlineData(Harbour + "," + Sunset, Harbour + "," + Beach + "," + Sunset, "Clip added: beach (6-10s)")]
    [InlineData(Harbour + "," + Sunset, Sunset + "," + Harbour, "Video moved: sunset (6-11s to 0-5s)")]
    [InlineData(Harbour + "," + Sunset + "," + Beach, Beach + "," + Harbour + "," + Sunset, "Video moved: beach (11-15s to 0-4s)")]
    [InlineData(Harbour + "," + Sunset, """{"id":"1","d":3000,"m":{"title":"harbour"}},""" + Sunset, "Video trimmed: harbour (0-6s to 0-3s)")]
    public void Between_VideoTrackEdited_OmitsShiftedSegments(string before, string after, string sentence)
    {
        Assert.Equal([sentence], Sentences(Video(before), Video(after)));
        Assert.Equal([sentence], Sentences(Video(WithoutIds(before)), Video(WithoutIds(after))));
    }

    [Fact]
    public void Between_GapBeforeSegmentChanged_ReportsMove()
    {
        var before = Video("""{"s":0,"d":6000,"name":"a"},{"s":6000,"d":2000,"name":"b"},{"s":8000,"d":1000,"name":"c"}""");
        var after = Video("""{"s":0,"d":3000,"name":"a"},{"s":4000,"d":2000,"name":"b"},{"s":6000,"d":1000,"name":"c"}""");

        Assert.Equal(["Video trimmed: a (0-6s to 0-3s)", "Video moved: b (6-8s to 4-6s)"], Sentences(before, after));
    }

    [Fact]
    public void Between_UnknownGapBeforeSegment_ReportsMove()
    {
        var before = Video("""{"name":"a"},{"s":4000,"d":1000,"name":"b"}""");
        var after = Video("""{"name":"a"},{"s":6000,"d":1000,"name":"b"}""");

        Assert.Equal(["Video moved: b (4-5s to 6-7s)"], Sentences(before, after));
    }

    [Fact]
    public void Between_TwoTitlesWithSameText_AreDistinct()
    {
        var before = Video("""{"name":"a","d":5000},{"name":"a","d":4000}""");

        Assert.Equal(["Video trimmed: a (0-5s to 0-3s)"], Sentences(before, Video("""{"name":"a","d":3000},{"name":"a","d":4000}""")));
        Assert.Equal(["Video trimmed: a (5-9s to 5-8s)"], Sentences(before, Video("""{"name":"a","d":5000},{"name":"a","d":3000}""")));
        Assert.Equal(["Clip removed: a"], Sentences(before, Video("""{"name":"a","d":4000}""")));
    }

    [Fact]
    public void Between_AllIdsChanged_ReportsOneOtherChange()
    {
        var changes = Between(Video("""{"id":"1","name":"a","d":5000}"""), Video("""{"id":"7","name":"a","d":5000}"""));

        Assert.Equal(TimelineChangeKind.Other, Assert.Single(changes).Kind);
        Assert.Equal("Other change: t[0].sg[0].id", changes[0].Sentence);
    }

    [Fact]
    public void Between_TracksReordered_ReportsOneMove()
    {
        var before = Drafts.State("""{"t":[{"tt":0,"sg":[{"d":1}]},{"tt":1,"sg":[{"d":2}]},{"tt":7,"sg":[{"d":3}]}]}""");
        var after = Drafts.State("""{"t":[{"tt":7,"sg":[{"d":3}]},{"tt":0,"sg":[{"d":1}]},{"tt":1,"sg":[{"d":2}]}]}""");

        Assert.Equal(["Title track moved (3 to 1)"], Sentences(before, after));
    }

    [Fact]
    public void Between_FirstOfTwoMusicTracksRemoved_ReportsThatOne()
    {
        var before = Drafts.State("""{"t":[{"tt":1,"sg":[{"name":"a","d":1}]},{"tt":1,"sg":[{"name":"b","d":2}]}]}""");
        var after = Drafts.State("""{"t":[{"tt":1,"sg":[{"name":"b","d":2}]}]}""");

        Assert.Equal(["BGM removed: a"], Sentences(before, after));
    }

    [Fact]
    public void Between_RenamedMusicOnTrackWithoutId_IsMatchedBySegmentId()
    {
        var before = Drafts.State("""{"t":[{"tt":1,"sg":[{"id":"a","name":"x"}]},{"tt":1,"sg":[{"id":"b","name":"y"}]}]}""");
        var after = Drafts.State("""{"t":[{"tt":1,"sg":[{"id":"b","name":"z"}]}]}""");

        Assert.Equal(["Name changed: y to z", "BGM removed: x"], Sentences(before, after));
    }

    [Fact]
    public void Between_SameTrackIdWithOtherType_IsDifferentTrack()
    {
        var before = Drafts.State("""{"t":[{"id":1,"tt":0,"sg":[{"name":"a","d":1000}]}]}""");
        var after = Drafts.State("""{"t":[{"id":1,"tt":7,"sg":[{"name":"a","d":1000}]}]}""");

        Assert.Equal(["Title added: \"a\" (0-1s)", "Clip removed: a"], Sentences(before, after));
    }

    [Theory]
    [InlineData("""{"draft":{"fps":1}}""", """{"draft":{"fps":2}}""", "draft.fps")]
    [InlineData("""{"draft":{"fps":1}}""", """{"draft":{}}""", "draft.fps")]
    [InlineData("""{"draft":{"t":[{"tt":0,"mute":1}]}}""", """{"draft":{"t":[{"tt":0,"mute":2}]}}""", "draft.t[0].mute")]
    [InlineData("""{"draft":{"t":[{"tt":0,"sg":[{"d":"3000"}]}]}}""", """{"draft":{"t":[{"tt":0,"sg":[{"d":"4000"}]}]}}""", "draft")]
    [InlineData("""{"draft":{"m":{"look":1}}}""", """{"draft":{"m":{"look":2}}}""", "draft.m.look")]
    [InlineData("""{"video_infos":[]}""", """{"video_infos":[1]}""", "video_infos")]
    [InlineData("""{"canvas_config":{"w":2,"h":1,"fill":0}}""", """{"canvas_config":{"w":2,"h":1,"fill":1}}""", "canvas_config.fill")]
    [InlineData("""{"a":1,"b":1,"c":1,"d":1,"e":1,"f":1,"g":1}""", """{}""", "a, b, c, d, e and 2 more")]
    [InlineData("""{"a":1,"b":1,"c":1,"d":1,"e":1}""", """{}""", "a, b, c, d, e")]
    [InlineData("""{"draft":{}}""", """{}""", "draft")]
    public void Between_UnreadFieldChanged_ReportsOneOtherChange(string before, string after, string fields)
    {
        var change = Assert.Single(Between(Drafts.FromState(before), Drafts.FromState(after)));

        Assert.Equal(TimelineChangeKind.Other, change.Kind);
        Assert.Equal(fields, change.Name);
    }

    [Theory]
    [InlineData("""{"name":"a"}""", """{"name":"a","m":{"fade_out":2000}}""", "Video changed: a (fade_out: 2000)")]
    [InlineData("""{"m":{"color":"red"}}""", """{"m":{"color":"blue"},"muted":true}""", "Video changed (muted: true, color: blue)")]
    [InlineData("""{"m":{"src":"https://h/a"}}""", """{"m":{"src":"https://h/b"}}""", "Video changed (src)")]
    [InlineData("""{"m":{"in":0}}""", """{"m":{"in":1000}}""", "Video changed (in: 1000)")]
    [InlineData("""{"s":0,"d":2,"m":{"in":0}}""", """{"s":0,"d":1,"m":{"in":1,"look":"warm"}}""", "Video trimmed (0-0.002s to 0-0.001s)|Video changed (look: warm)")]
    public void Between_UnreadFieldOfSegmentChanged_NamesSegmentAndField(string before, string after, string sentences) =>
        Assert.Equal(sentences.Split('|'), Sentences(Video(before), Video(after)));

    [Theory]
    [InlineData("""{"canvas_config":{"width":1920,"height":1080}}""", """{"canvas_config":{"width":1080,"height":1920}}""", "Canvas changed: 1920x1080 to 1080x1920")]
    [InlineData(
        """{"canvas_config":{"width":1920,"height":1080},"draft":{"m":{"width":1920,"height":1080}}}""",
        """{"canvas_config":{"width":1080,"height":1920},"draft":{"m":{"width":1080,"height":1920}}}""",
        "Canvas changed: 1920x1080 to 1080x1920")]
    [InlineData("""{"draft":{"m":{"width":16,"height":9}}}""", """{"canvas_config":{"w":9,"h":16},"draft":{"m":{"width":16,"height":9}}}""", "Canvas changed: 16x9 to 9x16")]
    [InlineData("""{"draft":{"m":{"width":16,"height":9}}}""", """{"canvas_config":{"w":9,"h":16},"draft":{"m":{"width":9,"height":16}}}""", "Canvas changed: 16x9 to 9x16")]
    public void Between_CanvasChanged_IsReportedOnce(string before, string after, string sentence) =>
        Assert.Equal(sentence, Assert.Single(Between(Drafts.FromState(before), Drafts.FromState(after))).Sentence);

    [Fact]
    public void Summary_NamedChangeAndColor_MentionsOtherChanges()
    {
        var difference = TimelineDifference.Between(
            Drafts.State("""{"rev":1,"m":{"look":"none"},"t":[{"tt":7,"sg":[{"text":"Hi","d":3000}]}]}"""),
            Drafts.State("""{"rev":2,"m":{"look":"warm"},"t":[]}"""));

        Assert.EndsWith("; other changes", difference.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public void Summary_NamedAndOtherChanges_ListsNamed()
    {
        var difference = TimelineDifference.Between(
            Drafts.State("""{"rev":1,"m":{"title":"a"},"t":[]}"""),
            Drafts.State("""{"rev":2,"m":{"title":"b"},"t":[{"tt":7,"sg":[{"text":"Hi","d":3000}]}]}"""));

        Assert.Equal("Title added: \"Hi\" (0-3s); Name changed: a to b", difference.Summary);
        Assert.Equal("Other change: rev (2)", difference.Changes[^1].Sentence);
    }

    [Theory]
    [InlineData(8, "; Title added: \"7\"; Title added: \"8\"")]
    [InlineData(10, "; Title added: \"8\"; and 2 more")]
    public void Summary_ManyChanges_ListsEight(int count, string end)
    {
        var titles = string.Join(",", Enumerable.Range(1, count).Select(number => $$"""{"text":"{{number}}"}"""));

        var summary = TimelineDifference.Between(null, Drafts.State($$"""{"t":[{"tt":7,"sg":[{{titles}}]}]}""")).Summary;

        Assert.EndsWith(end, summary, StringComparison.Ordinal);
    }

    [Fact]
    public void Between_NoPreviousState_ReportsAll()
    {
        var state = Video(Harbour);

        Assert.Equal(["Clip added: harbour (0-6s)"], Sentences(null, state));
        Assert.Equal(["Clip removed: harbour"], Sentences(state, null));
        Assert.Empty(Between(null, null));
    }

    [Fact]
    public void Between_Trim_ReturnsTypedValues()
    {
        var change = Assert.Single(Between(
            Video("""{"name":"a","d":6000,"volume":0.5}"""),
            Video("""{"name":"a","d":3000,"volume":0.5}""")));

        Assert.Equal(
            new TimelineChange(
                TimelineChangeKind.SegmentTrimmed,
                1,
                TrackKind.Video,
                "a",
                new TimelineValue("a", TimeSpan.Zero, TimeSpan.FromSeconds(6), 0.5),
                new TimelineValue("a", TimeSpan.Zero, TimeSpan.FromSeconds(3), 0.5)),
            change);
        Assert.Equal("a (0-6s, 50%)", change.Before!.ToString());
    }

    [Fact]
    public void Between_TimesOutOfRange_OmitsThem()
    {
        var state = Video("""{"s":900000000000000,"d":900000000000000,"name":"a"}""");

        Assert.Null(state.Tracks[0].Segments[0].End);
        Assert.Equal(["Clip added: a"], Sentences(null, state));
    }

    private static IReadOnlyList<TimelineChange> Between(TimelineState? before, TimelineState? after) =>
        TimelineDifference.Between(before, after).Changes;

    private static IEnumerable<string> Sentences(TimelineState? before, TimelineState? after) =>
        Between(before, after).Where(change => change.Kind != TimelineChangeKind.Other).Select(change => change.ToString());

    private static TimelineState Video(string segments) => Drafts.State($$"""{"t":[{"tt":0,"sg":[{{segments}}]}]}""");

    private static string WithoutIds(string segments) => segments.Replace("\"id\"", "\"nothing\"", StringComparison.Ordinal);
}
