using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using NemoVideo.Client.Http;
using NemoVideo.Client.Journal;
using NemoVideo.Client.Tests.Support;

namespace NemoVideo.Client.Tests.Journal;

/// <summary>Properties that hold for any operations, wherever a write was interrupted.</summary>
public sealed class JournalPropertyTests
{
    private static readonly Gen<(string Id, JournalStep Step, string Text)> Event =
        from id in Gen.Elements("1", "2", "3", "4")
        from step in Gen.Elements(JournalStep.Begun, JournalStep.Done, JournalStep.Failed, JournalStep.Unknown)
        from text in Gen.Elements("", "a", "größe 海 🎬", "\n\r\u0000\"\\{}", "\ud800", "a\ud83c")
        select (id, step, text);

    private static readonly Gen<((string Id, JournalStep Step, string Text)[] Events, int Cut)> Cases =
        from count in Gen.Choose(0, 12)
        from events in Gen.ListOf(Event, count)
        from cut in Gen.Choose(0, 3000)
        select (events.ToArray(), cut);

    [Fact]
    public async Task Read_TruncatedAtAnyByte_ReturnsPrefixAndAllowsAppend() => await PropertyCheck.HoldsAsync(Cases, 300, async one =>
    {
        using var folder = new JournalFolder();
        var lines = one.Events.Select(each => JournalLine.Write(folder.Line(each.Id, each.Step, fields: new JsonObject { ["name"] = each.Text }))).ToList();
        byte[] content = [.. lines.SelectMany(static line => line)];
        var cut = Math.Min(one.Cut, content.Length);
        folder.Write(content[..cut]);
        var prefix = one.Events.Take(content[..cut].Count(static one => one == '\n')).Select(static each => (each.Id, each.Step)).ToList();

        Assert.Equal(Expected(prefix), await folder.ReadAsync());
        await folder.AppendAsync(folder.Line("new"));

        Assert.Equal(Expected([.. prefix, ("new", JournalStep.Begun)]), await folder.ReadAsync());
        Assert.Empty(folder.Notices);
    });

    [Fact]
    public async Task Read_AnyBytes_DoesNotThrowAndAllowsAppend()
    {
        var cases = Gen.Elements<byte>(0, 10, 10, 13, 32, 34, 44, 49, 58, 91, 92, 93, 97, 118, 123, 125, 0xC3, 0xFF).ListOf();

        await PropertyCheck.HoldsAsync(cases, 300, async bytes =>
        {
            using var folder = new JournalFolder();
            folder.Write([.. bytes]);

            Assert.Empty(await folder.ReadAsync());
            await folder.AppendAsync(folder.Line("new"));

            Assert.Equal(["new Begun"], await folder.ReadAsync());
        });
    }

    /// <summary>The expected reading of the records: operations in the order of their first record, with the last step of each.</summary>
    private static IEnumerable<string> Expected(List<(string Id, JournalStep Step)> events) =>
        events.Select(static one => one.Id).Distinct().Select(id => $"{id} {events.Last(one => one.Id == id).Step}");
}
