using FsCheck;
using FsCheck.Fluent;
using NemoVideo.Client.Edits;
using NemoVideo.Client.Tests.Support;

namespace NemoVideo.Client.Tests.Edits;

/// <summary>Each full text is returned exactly once, however it is split and whether or not the full text follows.</summary>
public sealed class TextAssemblerPropertyTests
{
    /// <summary>Texts with the indexes at which they are split. A split may separate a surrogate pair.</summary>
    private static readonly Gen<(string Text, int[] Places)> Texts =
        from text in StreamGenerators.Text
        from places in Gen.Choose(0, text.Length).ListOf()
        select (text, places.Distinct().Order().ToArray());

    [Fact]
    public async Task Read_PartialTextsThenFullText_ReturnsFullTextOnce()
    {
        await PropertyCheck.HoldsAsync(Texts, 1000, async one =>
        {
            var events = await ReadAsync([.. Pieces(one.Text, one.Places), Frame(one.Text, partial: false)]);

            Assert.Equal(one.Text, Assert.Single(FullTexts(events)));
        });
    }

    [Fact]
    public async Task Read_PartialTextsOnly_ReturnsJoinedTextOnce()
    {
        await PropertyCheck.HoldsAsync(Texts, 1000, async one =>
        {
            var events = await ReadAsync(Pieces(one.Text, one.Places));

            Assert.Equal(one.Text, Assert.Single(FullTexts(events)));
            Assert.Equal(one.Text, string.Concat(events.OfType<TextEvent>().Where(text => text.IsPartial).Select(text => text.Text)));
        });
    }

    [Fact]
    public async Task Read_SeveralTextsInParts_ReturnsEachFullTextOnceInOrder()
    {
        await PropertyCheck.HoldsAsync(Gen.Resize(Texts.NonEmptyListOf(), 8), 500, async texts =>
        {
            var frames = texts.SelectMany(one => Pieces(one.Text, one.Places).Append(Frame(one.Text, partial: false)));

            Assert.Equal(texts.Select(one => one.Text), FullTexts(await ReadAsync([.. frames])));
        });
    }

    [Fact]
    public void Observe_PartialTextsThenFullText_KeepsNoPieces()
    {
        var assembler = new TextAssembler();
        foreach (var piece in new[] { "before ", "before pause,", " after pause" })
        {
            Assert.Null(assembler.Observe(new TextEvent(piece, IsPartial: true)));
        }

        Assert.Null(assembler.Observe(new TextEvent("before pause, after pause")));
        Assert.Null(assembler.Finish());
    }

    private static IEnumerable<string> FullTexts(IEnumerable<AgentEvent> events) =>
        events.OfType<TextEvent>().Where(static text => !text.IsPartial).Select(static text => text.Text);

    private static string[] Pieces(string text, int[] places)
    {
        int[] ends = [.. places.Where(place => place < text.Length), text.Length];
        return [.. ends.Select((end, number) => Frame(text[(number == 0 ? 0 : ends[number - 1])..end], partial: true))];
    }

    private static string Frame(string text, bool partial) =>
        $"{{\"content\":{{\"role\":\"model\",\"parts\":[{{\"text\":{StreamBlocks.Raw(text)}}}]}},\"partial\":{(partial ? "true" : "false")}}}";

    private static Task<List<AgentEvent>> ReadAsync(params string[] frames) =>
        StreamBody.ReadAsync(System.Text.Encoding.UTF8.GetBytes(StreamBody.Frames(frames)));
}
