using NemoVideo.Client.Timeline;

namespace NemoVideo.Pictures.Tests.Timelines;

/// <summary>What the pictures of timelines show.</summary>
public sealed class TimelinePictureTests
{
    [Fact]
    public void Of_State_HasOneLanePerTrack()
    {
        var picture = TimelinePicture.Of(Trip);

        var panel = Assert.Single(picture.Panels);
        Assert.Null(panel.Caption);
        Assert.Equal("beach trip", picture.Title);
        Assert.Equal(TimeSpan.FromSeconds(11), picture.Duration);
        Assert.Equal(["Video 1", "Audio 1", "Titles"], panel.Lanes.Select(static lane => lane.Label));
        Assert.All(panel.Lanes, static lane => Assert.Equal(LaneChange.None, lane.Change));
    }

    [Fact]
    public void Of_SeveralTracksOfAKind_NumbersThem()
    {
        var picture = TimelinePicture.Of(Source(
            Lane(1, TrackKind.Text), Lane(2, TrackKind.Video), Lane(3, TrackKind.Text), Lane(4, TrackKind.Other), Lane(5, TrackKind.Video)));

        Assert.Equal(["Titles", "Video 1", "Titles 2", "Other 1", "Video 2"], picture.Panels[0].Lanes.Select(static lane => lane.Label));
    }

    [Fact]
    public void Of_StateOfAResponse_ReadsTrimsAndUploads()
    {
        var state = Drafts.FromState("""
            {"draft":{"m":{"width":1080,"height":1920},"t":[{"tt":0,"sg":[{"d":3000,"in":2000,"m":{"title":"harbour"}},{"d":1000,"m":{"title":"other"}}]}]},
             "video_infos":[{"filename":"harbour.mp4","duration":6.5,"fps":29.97}]}
            """);
        var panel = TimelinePicture.Of(PictureSource.Of(state)).Panels[0];

        Assert.Equal("1080x1920", panel.Canvas);
        var block = panel.Lanes[0].Blocks[0];
        Assert.Equal(new PictureMedia("harbour.mp4", TimeSpan.FromSeconds(6.5), 29.97), block.Media);
        Assert.Equal(TimeSpan.FromSeconds(2), block.MediaStart);
        Assert.Null(panel.Lanes[0].Blocks[1].Media);
    }

    [Theory]
    [InlineData("beach", "beach.mp4 beach.mov", null)]
    [InlineData("beach.mov", "beach.mp4 beach.mov", "beach.mov")]
    [InlineData("BEACH", "beach.mp4 sunset.mov", "beach.mp4")]
    [InlineData("beach", "beach.mp4 beach", "beach")]
    [InlineData("beach", "beach.mp4 beach beach:7", null)]
    public void Of_Segment_RefersToTheOnlyUploadWithItsName(string name, string uploads, string? file)
    {
        var source = Source(Lane(1, TrackKind.Video, Part(name, 0, 1))) with
        {
            Uploads = [.. uploads.Split(' ').Select(static upload => upload.Split(':')).Select(static parts =>
                new PictureMedia(parts[0], parts.Length > 1 ? TimeSpan.FromSeconds(7) : null, null))],
        };

        Assert.Equal(file, TimelinePicture.Of(source).Panels[0].Lanes[0].Blocks[0].Media?.FileName);
    }

    [Fact]
    public void OfEdit_Lanes_AreMarkedByTheirChange()
    {
        var before = Source(Clips, Lane(2, TrackKind.Audio, Part("Old", 0, 5)), Lane(3, TrackKind.Text, Part("Hi", 0, 3), Part("Bye", 3, 3)));
        var after = Source(Clips, Lane(2, TrackKind.Text, Part("Hi", 0, 3), Part("Bye", 5, 3)), Lane(3, TrackKind.Other, Part("x", 0, 1)));
        var picture = TimelinePicture.OfEdit(before, after, "changes");

        Assert.Equal(["Before", "After"], picture.Panels.Select(static panel => panel.Caption));
        Assert.Equal([LaneChange.None, LaneChange.Removed, LaneChange.Changed], picture.Panels[0].Lanes.Select(static lane => lane.Change));
        Assert.Equal([LaneChange.None, LaneChange.Changed, LaneChange.Added], picture.Panels[1].Lanes.Select(static lane => lane.Change));
        Assert.Equal([false, true], picture.Panels[1].Lanes[1].Blocks.Select(static block => block.IsChanged));
    }

    [Fact]
    public void Of_OverlappingSegments_HaveTheFirstFreeRow()
    {
        var lane = TimelinePicture.Of(Source(Lane(
            1, TrackKind.Video, Part("a", 0, 6), Part("b", 3, 6), Part("c", 6, 1), Part("d", 6.5, 5), Part("e", 9, 1)))).Panels[0].Lanes[0];

        Assert.Equal([0, 1, 0, 2, 0], lane.Blocks.Select(static block => block.Row));
        Assert.Equal(3, lane.RowCount);
    }

    [Fact]
    public void Of_HostileTexts_AreOneLineWithoutSecrets()
    {
        var hostile = "a\u001b[2J\r\nb https://anna:hunter2@cdn.invalid/x?sig=SIG \u202e";
        var picture = TimelinePicture.Of(new PictureSource([new Track(1, TrackKind.Text, 7, hostile, [Part(null, 0, 1)])], hostile, hostile, []));

        Assert.All(
            [picture.Title, picture.Panels[0].Canvas!, picture.Panels[0].Lanes[0].Blocks[0].Name],
            static text => Assert.Equal("a[2J b https://cdn.invalid/x?…", text));
    }

    [Theory]
    [InlineData(11, 6, "0s 2s 4s 6s 8s 10s")]
    [InlineData(11, 3, "0s 5s 10s")]
    [InlineData(0.3, 4, "0s 0.1s 0.2s 0.3s")]
    [InlineData(90, 4, "0:00 0:30 1:00 1:30")]
    [InlineData(5400, 5, "0:00:00 0:20:00 0:40:00 1:00:00 1:20:00")]
    [InlineData(0, 5, "0s")]
    [InlineData(1e9, 5, "0:00:00")]
    public void Ticks_AnyDuration_AreRoundTimes(double seconds, int maxSteps, string labels) =>
        Assert.Equal(labels, string.Join(' ', PictureRuler.Ticks(TimeSpan.FromSeconds(seconds), maxSteps).Select(static tick => tick.Label)));

    [Theory]
    [InlineData(6, "6s")]
    [InlineData(5.4, "5.4s")]
    [InlineData(0.333, "0.33s")]
    [InlineData(83, "1:23")]
    [InlineData(3723, "1:02:03")]
    public void Format_Length_IsShort(double seconds, string text) => Assert.Equal(text, PictureRuler.Format(TimeSpan.FromSeconds(seconds)));
}
