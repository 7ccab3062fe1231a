using FsCheck;
using FsCheck.Fluent;
using NemoVideo.PowerShell.Formatting;
using Xunit;

namespace NemoVideo.PowerShell.Tests.Formatting;

/// <summary>The timeline chart.</summary>
public sealed class TimelineChartTests
{
    private static readonly Track[] Trip =
    [
        Track(1, TrackKind.Video, Segment("beach", 0, 5), Segment("sunset", 5, 5)),
        Track(2, TrackKind.Audio, Segment("Lo-fi", 0, 10, 0.35)),
        Track(3, TrackKind.Text, Segment("Hi", 0, 3), Segment("Bye", 8, 2)),
    ];

    [Fact]
    public void Draw_TypicalTimeline_ShowsEachTrackUnderOneScale() => Assert.Equal(
        [
            "          0s        2s        4s        6s        8s      10s",
            "1. Video  |████████ beach █████████|████████ sunset ████████|  0-10s",
            "2. BGM    |▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒ Lo-fi ▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒|  0-10s, 35%",
            "3. Title  |░░░░ \"Hi\" ░░░░|                        |░ \"Bye\" ░|  0-10s",
        ],
        TimelineChart.Draw(Trip, 73, isAscii: false));

    [Fact]
    public void Draw_OutputWithoutBlockCharacters_IsAscii() =>
        Assert.All(TimelineChart.Draw(Trip, 80, isAscii: true), static line => Assert.All(line, static one => Assert.True(one < 128)));

    [Fact]
    public void Draw_NoTracks_ShowsEmpty() =>
        Assert.Equal(["Timeline (empty)"], TimelineChart.Draw([], 80, isAscii: false));

    [Fact]
    public void Draw_TrackWithoutSegments_ShowsEmpty() =>
        Assert.EndsWith("  empty", TimelineChart.Draw([Track(1, TrackKind.Video)], 80, isAscii: false).Single());

    [Fact]
    public void Draw_OverlappingSegments_HaveSeparateLines()
    {
        var lines = Draw(60, Segment("one", 0, 6), Segment("two", 3, 6), Segment("three", 6, 4));
        Assert.Equal(3, lines.Count);
        Assert.Contains("one", lines[1]);
        Assert.Contains("three", lines[1]);
        Assert.Contains("two", lines[2]);
        Assert.StartsWith(" ", lines[2]);
    }

    [Fact]
    public void Draw_TooManyOverlappingSegments_CountsTheRest()
    {
        var lines = Draw(70, [.. Enumerable.Range(0, 9).Select(static number => Segment($"n{number}", 0, 5))]);
        Assert.Equal(1 + 4, lines.Count);
        Assert.EndsWith("0-5s, 5 more", lines[1]);
    }

    [Fact]
    public void Draw_SegmentsWithoutTime_AreCounted()
    {
        var lines = Draw(70, Segment("known", 0, 5), new Segment("unknown", null, null, null), new Segment("beyond", TimeSpan.MaxValue, TimeSpan.FromDays(1), null));
        Assert.EndsWith("0-5s, 2 without a time", lines[1]);
        Assert.DoesNotContain("unknown", string.Concat(lines));
    }

    [Fact]
    public void Draw_NameTooLongForBar_IsShortened()
    {
        var line = Draw(60, Segment("a name that is far longer than its bar", 0, 5), Segment("b", 5, 5))[1];
        Assert.Contains("█ a name that is.. █", line);
    }

    [Fact]
    public void Draw_NameFitsExactly_ReplacesBar()
    {
        Assert.Contains("|abcdefghijklmnopqrst|", Draw(60, Segment("abcdefghijklmnopqrst", 0, 5), Segment("b", 5, 5))[1]);
        Assert.Contains("| abcdefghijklmnopq  |", Draw(60, Segment("abcdefghijklmnopq", 0, 5), Segment("b", 5, 5))[1]);
    }

    [Fact]
    public void Draw_BarTooShortForName_ShowsBarOnly() =>
        Assert.DoesNotContain("short", Draw(60, Segment("short", 0, 1), Segment("long", 1, 99))[1]);

    [Fact]
    public void Draw_WideCharacters_CountTwoColumns()
    {
        var wide = Draw(60, Segment("日本語の空", 0, 5), Segment("b", 5, 5))[1];
        var narrow = Draw(60, Segment("ten-of-abc", 0, 5), Segment("b", 5, 5))[1];
        Assert.Equal(narrow.Length - 5, wide.Length);
        Assert.Equal(narrow.Replace("ten-of-abc", "日本語の空"), wide);
    }

    [Theory]
    [InlineData("e\u0301te\u0301", 3)]
    [InlineData("日本", 4)]
    [InlineData("🎬", 2)]
    [InlineData("ｶﾅ", 2)]
    [InlineData("Ａ", 2)]
    [InlineData("abc", 3)]
    [InlineData("가", 2)]
    [InlineData("𠀀", 2)]
    public void WidthOf_AnyScript_IsTerminalWidth(string text, int width)
    {
        Assert.Equal(width, ChartText.WidthOf(text));
        Assert.Equal(width, ChartText.Columns(text).Count());
        Assert.Equal(text, string.Concat(ChartText.Columns(text)));
    }

    [Theory]
    [InlineData("a\u001b[31mred", "a[31mred")]
    [InlineData("two\r\nlines", "two  lines")]
    [InlineData("\u202Eevil\u2066", "evil")]
    [InlineData("bell\u0007\u009b", "bell")]
    public void Clean_ControlCharacters_AreRemoved(string text, string clean) => Assert.Equal(clean, ChartText.Clean(text));

    [Fact]
    public void Columns_AccentWithoutLetter_TakesNoColumn() => Assert.Equal(["a"], ChartText.Columns("\u0301a"));

    [Fact]
    public void Columns_ManyAccents_KeepsAFewPerLetter()
    {
        var column = Assert.Single(ChartText.Columns("a" + new string('\u0301', 10_000)));

        Assert.InRange(column.Length, 5, 20);
    }

    [Fact]
    public void Draw_LongTrackNameOfManySegments_AllocatesLittle()
    {
        var segments = Enumerable.Range(0, 10_000).Select(static start => new Segment(null, Seconds(start), Seconds(1), null));
        Track[] tracks = [new(1, TrackKind.Text, 7, new string('a', 1000), [.. segments])];
        var before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Equal(2, TimelineChart.Draw(tracks, 80, isAscii: false).Count);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 20_000_000);
    }

    [Fact]
    public void Clean_UnpairedSurrogate_IsReplaced() => Assert.Equal("half\uFFFD", ChartText.Clean("half" + '\ud83d'));

    [Fact]
    public void Draw_LongTimeline_ShowsMinutes()
    {
        var scale = Draw(80, Segment("film", 0, 5400))[0];
        Assert.EndsWith("1:30:00", scale);
        Assert.Contains("0:30:00", scale);
    }

    [Fact]
    public void Draw_AnyTimelineAtAnyWidth_FitsWidth()
    {
        var segments =
            from name in Gen.Elements("", "a", "日本語の名前", "a long name in many words", "\u001b[0m", "🎬🎬🎬", "\ud800")
            from start in Gen.Elements<double?>(null, 0, 0, 0.001, 3, 7, 900, 1e9)
            from length in Gen.Elements<double?>(null, 0, 0.001, 1, 5, 3600, 1e9)
            select new Segment(name, Seconds(start), Seconds(length), 0.5);
        var tracks =
            from kind in Gen.Elements(Enum.GetValues<TrackKind>())
            from code in Gen.Elements<int?>(null, 3, int.MinValue)
            from many in Gen.Choose(0, 8).SelectMany(count => Gen.ListOf(segments, count))
            select new Track(1, kind, code, "the track", [.. many]);
        var charts =
            from many in Gen.Choose(0, 4).SelectMany(count => Gen.ListOf(tracks, count))
            from width in Gen.Choose(-1, 130)
            select (Tracks: many.ToList(), Width: width);
        Prop.ForAll(charts.ToArbitrary(), static chart => TimelineChart.Draw(chart.Tracks, chart.Width, isAscii: true) is var lines
                && lines.Count > 0
                && lines.All(line => ChartText.WidthOf(line) <= Math.Max(chart.Width, TimelineChart.MinWidth) && line == ChartText.Clean(line)))
            .QuickCheckThrowOnFailure();
    }

    private static IReadOnlyList<string> Draw(int width, params Segment[] segments) =>
        TimelineChart.Draw([Track(1, TrackKind.Video, segments)], width, isAscii: false);

    private static Track Track(int number, TrackKind kind, params Segment[] segments) => new(number, kind, (int)kind, null, segments);

    private static Segment Segment(string name, double start, double length, double? volume = null) =>
        new(name, Seconds(start), Seconds(length), volume);

    private static TimeSpan? Seconds(double? seconds) => seconds is { } known ? TimeSpan.FromSeconds(known) : null;
}
