using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using NemoVideo.Client.Http;
using NemoVideo.Client.Tests.Support;
using NemoVideo.Client.Timeline;

namespace NemoVideo.Client.Tests.Timeline;

/// <summary>Properties of any two states, valid drafts or not.</summary>
public sealed class TimelinePropertyTests
{
    private static readonly string[] Keys =
        ["t", "tt", "sg", "d", "s", "m", "id", "title", "name", "text", "volume", "width", "height", "draft", "canvas_config", "w", "x", "", "\\u0074"];

    private static readonly Gen<string> Leaf = Gen.Elements(
        "null", "true", "0", "1", "7", "-1", "3000", "5000", "0.35", "1e400", "1.0E-7", "18446744073709551615", "900000000000000",
        "\"\"", "\"a\"", "\"b\"", "\"3000\"", "\"\\ud800\"", "[]", "{}", "\"é\\n\\u0000\"");

    private static readonly Gen<string> Segment =
        from id in Gen.Elements("", "\"id\":\"1\",", "\"id\":\"2\",", "\"id\":3,")
        from name in Gen.Elements("", "\"name\":\"a\",", "\"m\":{\"title\":\"b\"},", "\"text\":\"c\",")
        from start in Gen.Elements("", "", "\"s\":0,", "\"s\":4000,")
        from volume in Gen.Elements("", "\"volume\":0.35,", "\"volume\":1,")
        from length in Gen.Elements("", "\"d\":1000,", "\"d\":5000,")
        from other in Gen.Elements("1", "2")
        select $$"""{{{id}}{{name}}{{start}}{{volume}}{{length}}"x":{{other}}}""";

    private static readonly Gen<string> Track =
        from type in Gen.Elements("0", "1", "7", "3", "\"0\"")
        from id in Gen.Elements("", "\"id\":\"1\",", "\"id\":\"2\",")
        from segments in Gen.ListOf(Segment, 3)
        select $$"""{{{id}}"tt":{{type}},"sg":[{{string.Join(",", segments)}}]}""";

    private static readonly Gen<string> Draft =
        from tracks in Gen.Choose(0, 3).SelectMany(count => Gen.ListOf(Track, count))
        from width in Gen.Elements("1920", "1080", "\"2\"", "null")
        select $$$"""{"draft":{"m":{"width":{{{width}}},"height":1080},"t":[{{{string.Join(",", tracks)}}}]}}""";

    private static readonly Gen<string> State = Gen.OneOf(Draft, Draft, Hostile(5));

    private static Arbitrary<(string Before, string After)> Pairs => (from before in State from after in State select (before, after)).ToArbitrary();

    [Fact]
    public void Between_AnyTwoStates_ReportsChangeOnlyIfDifferent() =>
        Check(static (before, after) =>
            (TimelineDifference.Between(before, after).Changes.Count == 0) == JsonComparison.AreEqual(after.State, before.State));

    [Fact]
    public void Between_ParsedTimelinesDiffer_ReportsNamedChange() =>
        Check(static (before, after) =>
            Read(before) == Read(after)
            || TimelineDifference.Between(before, after).Changes is [{ } first, ..] && (first.Kind != TimelineChangeKind.Other || IsBlind(before, after)));

    [Fact]
    public void Between_AnyTwoStates_AddedAndRemovedMatchSegmentCounts() =>
        Check(static (before, after) =>
        {
            var changes = TimelineDifference.Between(before, after).Changes;
            var added = changes.Count(static change => change.Kind == TimelineChangeKind.SegmentAdded);
            var removed = changes.Count(static change => change.Kind == TimelineChangeKind.SegmentRemoved);
            return Count(before) + added - removed == Count(after);
        });

    [Fact]
    public void Fingerprint_AnyTwoStates_IsEqualOnlyIfStatesMatch() =>
        Check(static (before, after) => (before.Fingerprint == after.Fingerprint) == before.Matches(after));

    [Fact]
    public void Fingerprint_SameStateWrittenDifferently_IsEqual() =>
        Prop.ForAll(Draft.ToArbitrary(), static text =>
        {
            var (here, there) = (Drafts.FromState(text), Drafts.FromState(text.Replace(",", " ,\n", StringComparison.Ordinal)));
            return here.Matches(there) && here.Fingerprint == there.Fingerprint;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    private static Gen<string> Hostile(int depth) => depth == 0
        ? Leaf
        : Gen.OneOf(
            Leaf,
            from count in Gen.Choose(0, 4)
            from items in Gen.ListOf(Hostile(depth - 1), count)
            select "[" + string.Join(",", items) + "]",
            from count in Gen.Choose(0, 4)
            from names in Gen.ListOf(Gen.Elements(Keys), count)
            from items in Gen.ListOf(Hostile(depth - 1), count)
            select "{" + string.Join(",", names.Zip(items, static (name, item) => $"\"{name}\":{item}")) + "}");

    private static void Check(Func<TimelineState, TimelineState, bool> property) =>
        Prop.ForAll(Pairs, pair => property(Drafts.FromState(pair.Before), Drafts.FromState(pair.After)))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    private static int Count(TimelineState state) => state.Tracks.Sum(static track => track.Segments.Count);

    private static string Read(TimelineState state) => string.Join("|", state.Tracks.Select(static track =>
        string.Create(CultureInfo.InvariantCulture, $"{track.TypeCode} {string.Join(",", track.Segments)}")));

    /// <summary>A duration or start that only one state has is an other change.</summary>
    private static bool IsBlind(TimelineState before, TimelineState after) =>
        before.Tracks.Concat(after.Tracks).SelectMany(static track => track.Segments).Any(static segment => segment.End is null);
}
