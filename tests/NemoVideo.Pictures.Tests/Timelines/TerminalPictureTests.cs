using FsCheck.Fluent;
using NemoVideo.Client.Timeline;

namespace NemoVideo.Pictures.Tests.Timelines;

/// <summary>The picture of a timeline in a terminal.</summary>
public sealed partial class TerminalPictureTests
{
    [Fact]
    public void Draw_TypicalTimeline_ShowsEachLaneUnderOneRuler() => Assert.Equal(
        [
            "beach trip                                               11s · 1920x1080",
            "",
            "         0s        2s         4s        6s        8s         10s",
            "         ┌─────────┬──────────┬─────────┬─────────┬──────────┬────┐",
            "Video 1  ▐ beach ███████████████████ 6s ▐ sunset █████████████ 5s ▌  11s",
        ],
        Draw(TimelinePicture.Of(Trip), 72)[..5]);

    [Fact]
    public void Draw_Edit_MarksChangedLanes()
    {
        var lines = Draw(TimelinePicture.OfEdit(Source(Clips), Trip, "Title added"), 60);

        Assert.StartsWith("Before", lines[0]);
        Assert.StartsWith("  Video 1", lines[4]);
        Assert.Contains("░", lines[4]);
        Assert.StartsWith("After", lines[6]);
        Assert.StartsWith("  Video 1", lines[10]);
        Assert.StartsWith("+ Audio 1", lines[11]);
        Assert.StartsWith("+ Titles", lines[12]);
        Assert.DoesNotContain("░", lines[11]);
    }

    [Fact]
    public void Draw_AsciiOutput_IsAscii() => Assert.All(
        Draw(TimelinePicture.OfEdit(Source(Clips), Source(Clips, Lane(2, TrackKind.Text, Part("a title that is cut", 0, 3))), ""), 50, isAscii: true), static line => Assert.All(line, static one => Assert.True(one < 128)));

    [Theory]
    [InlineData(40)]
    [InlineData(80)]
    [InlineData(250)]
    public void Draw_WithColor_HasTheSameTextAndIsReset(int width)
    {
        var picture = TimelinePicture.OfEdit(Source(Clips), Trip, "");
        var plain = Draw(picture, width);
        var colored = TerminalPicture.Draw(picture, new TerminalStyle(width, HasColor: true, IsAscii: false));

        Assert.Equal(plain.Count, colored.Count);
        Assert.All(plain.Zip(colored), static pair =>
        {
            var text = EscapeSequence().Replace(pair.Second, "");
            Assert.Equal(pair.First, text);
            Assert.True(!pair.Second.Contains('\u001b') || pair.Second.EndsWith("\u001b[0m", StringComparison.Ordinal));
        });
        Assert.Contains(colored, static line => line.Contains("\u001b[0;38;5;231;48;5;29m", StringComparison.Ordinal));
    }

    [Fact]
    public void Draw_JoinedEmoji_AreSeparate()
    {
        var rainbow = "🏳\ufe0f\u200d🌈";
        var picture = TimelinePicture.Of(Source(Lane(1, TrackKind.Text, Part(rainbow, 0, 5))) with { Name = rainbow });

        Assert.Equal(rainbow, picture.Title);
        Assert.StartsWith("🏳🌈 ", Draw(picture, 60)[0]);
        Assert.Contains("\"🏳🌈\"", Draw(picture, 60)[4]);
        Assert.Equal("Uploads 🏳🌈", TerminalPicture.Detail("Uploads ", rainbow, new TerminalStyle(60, HasColor: false, IsAscii: false)));
    }

    [Fact]
    public void Draw_OverlappingSegments_HaveSeparateLines()
    {
        var lines = Draw(60, Part("one", 0, 6), Part("two", 3, 6), Part("three", 6, 4))[4..];
        Assert.Equal(2, lines.Count);
        Assert.Contains("one", lines[0]);
        Assert.Contains("three", lines[0]);
        Assert.Contains("two", lines[1]);
        Assert.StartsWith(" ", lines[1]);
    }

    [Fact]
    public void Draw_TooManyOverlappingSegments_CountsTheRest()
    {
        var lines = Draw(70, [.. Enumerable.Range(0, 9).Select(static number => Part($"n{number}", 0, 5))])[4..];
        Assert.Equal(4, lines.Count);
        Assert.EndsWith("5s, 5 more", lines[0]);
    }

    [Fact]
    public void Draw_SegmentsWithoutTime_AreCounted()
    {
        var lines = Draw(70, Part("known", 0, 5), new Segment("unknown", null, null, null), new Segment("beyond", TimeSpan.MaxValue, TimeSpan.FromDays(1), null));
        Assert.EndsWith("5s, 2 without a time", lines[^1]);
        Assert.DoesNotContain("unknown", string.Concat(lines));
    }

    [Theory]
    [InlineData("5s", 0, 3, 8, 2)]
    [InlineData("3s", 1, 3, 2, 1)]
    [InlineData("6s", 1, 3, 2, 5)]
    public void Draw_Lane_EndsWithTheTimeThatItHasSegments(string total, double first, double firstLength, double second, double secondLength) =>
        Assert.EndsWith($" {total}", Draw(60, Part("one", first, firstLength), Part("two", second, secondLength))[4]);

    [Fact]
    public void Draw_NameTooLongForBlock_IsCutInTheMiddle() =>
        Assert.Contains("▐ a name that…than its bar █▐ b", Draw(70, Part("a name that is far longer than its bar", 0, 5), Part("b", 5, 5))[^1]);

    [Fact]
    public void Draw_NarrowTitle_LosesItsQuotesFirst()
    {
        var lane = Lane(1, TrackKind.Text, Part("The very End", 0, 5), Part("b", 5, 15));
        Assert.Contains("▐ The…End ▒▐ \"b\"", Draw(TimelinePicture.Of(Source(lane)), 56)[^1]);
    }

    [Fact]
    public void Draw_WideCharacters_CountTwoColumns()
    {
        var wide = Draw(60, Part("日本語の空", 0, 5), Part("b", 5, 5))[^1];
        var narrow = Draw(60, Part("ten-of-abc", 0, 5), Part("b", 5, 5))[^1];
        Assert.Equal(narrow.Length - 5, wide.Length);
        Assert.Equal(narrow.Replace("ten-of-abc", "日本語の空"), wide);
    }

    [Fact]
    public void Draw_ManyTracks_ShowsTheFirstOnes()
    {
        var tracks = Enumerable.Range(1, 99_000).Select(static number => Lane(number, TrackKind.Audio, Part("a", 0, 1))).ToArray();

        var lines = Draw(TimelinePicture.Of(Source(tracks)), 80);

        Assert.Equal(45, lines.Count);
        Assert.StartsWith("Audio 40 ", lines[^2], StringComparison.Ordinal);
        Assert.Equal("and 98960 more tracks", lines[^1]);
    }

    [Fact]
    public Task Draw_AnyTimelineAtAnyWidth_FitsWidth()
    {
        var segments =
            from name in Gen.Elements("", "a", "日本語の名前", "a long name in many words", "\u001b[0m", "🎬🎬🎬", "\ud800", "👩\u200d🚀 go", "🇩🇪🇫🇷 e\u0301te\u0301", "\u1112\u1161\u11ab")
            from start in Gen.Elements<double?>(null, 0, 0, 0.001, 3, 7, 900, 1e9)
            from length in Gen.Elements<double?>(null, 0, 0.001, 1, 5, 3600, 1e9)
            select Part(name, start, length, 0.5);
        var tracks =
            from kind in Gen.Elements(Enum.GetValues<TrackKind>())
            from code in Gen.Elements<int?>(null, 3, int.MinValue)
            from many in Gen.Choose(0, 8).SelectMany(count => Gen.ListOf(segments, count))
            select new Track(1, kind, code, "the track", [.. many]);
        var cases =
            from before in Gen.Choose(0, 4).SelectMany(count => Gen.ListOf(tracks, count))
            from after in Gen.Choose(0, 4).SelectMany(count => Gen.ListOf(tracks, count))
            from width in Gen.Choose(-1, 250)
            select (Before: before.ToArray(), After: after.ToArray(), Width: width);
        return PropertyCheck.HoldsAsync(cases, 300, static one =>
        {
            Assert.All(
                Draw(TimelinePicture.OfEdit(Source(one.Before), Source(one.After), "changes"), one.Width, isAscii: true),
                line => Assert.True(CellText.WidthOf(line) <= Math.Max(one.Width, TerminalPicture.MinWidth) && line == CellText.SeparateEmoji(CellText.Clean(line))));
            return Task.CompletedTask;
        });
    }

    [Theory]
    [InlineData(40, "Uploads  a.mp4, b.mp4, c.mp4, d.mp4")]
    [InlineData(30, "Uploads  a.mp4, b.m…mp4, d.mp4")]
    public void Detail_LongText_IsCutInTheMiddle(int width, string line) => Assert.Equal(
        line, TerminalPicture.Detail("Uploads  ", "a.mp4, b.mp4, c.mp4, d.mp4", new TerminalStyle(width, HasColor: false, IsAscii: false)));

    [Theory]
    [InlineData("Title added: \"Hi\" (0-3s).", 40, "Title added: \"Hi\" (0-3s).")]
    [InlineData("Title added: \"Hi\" (0-3s).", 20, "Title added: \"Hi\"|(0-3s).")]
    [InlineData("城市的梦 城市", 13, "城市的梦 城市")]
    [InlineData("城市的梦 城市", 12, "城市的梦|城市")]
    [InlineData("a abcdefghij b", 6, "a|abcdefghij|b")]
    public void Wrap_Text_BreaksBetweenWords(string text, int width, string lines) =>
        Assert.Equal(lines.Split('|'), TerminalPicture.Wrap(text, new TerminalStyle(width, HasColor: false, IsAscii: false)));

    private static List<string> Draw(int width, params Segment[] segments) =>
        Draw(TimelinePicture.Of(Source(Lane(1, TrackKind.Video, segments))), width);

    private static List<string> Draw(TimelinePicture picture, int width, bool isAscii = false) =>
        [.. TerminalPicture.Draw(picture, new TerminalStyle(width, HasColor: false, isAscii))];

    [System.Text.RegularExpressions.GeneratedRegex("\u001b\\[[0-9;]*m")]
    private static partial System.Text.RegularExpressions.Regex EscapeSequence();
}
