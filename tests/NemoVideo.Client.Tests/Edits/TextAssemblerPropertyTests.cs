using NemoVideo.Client.Edits;
using NemoVideo.Client.Tests.Support;

namespace NemoVideo.Client.Tests.Edits;

/// <summary>Each full text is returned exactly once, however it is split and whether or not the full text follows.</summary>
public sealed class TextAssemblerPropertyTests
{
    private static readonly string[] Texts = ["a", "aa", "gr\u00F6\u00DFe \n\r\"data: \\", "\U0001F3AC\u6D77\U0001F3AC"];

    /// <summary>A split may separate a surrogate pair.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Read_TextSplitAnywhere_ReturnsFullTextOnce(bool hasFullText)
    {
        foreach (var text in Texts)
        {
            for (var (first, second) = (0, 0); first <= text.Length; (first, second) = second < text.Length ? (first, second + 1) : (first + 1, first + 1))
            {
                string[] pieces = [text[..first], text[first..second], text[second..]];
                var frames = pieces.Where(static piece => piece.Length > 0).Select(static piece => Frame(piece, partial: true));

                // The next full text is another one.
                var events = await ReadAsync([.. frames, .. hasFullText ? (string[])[Frame(text, partial: false), Frame("next", partial: false)] : []]);

                Assert.Equal(hasFullText ? [text, "next"] : [text], events.Where(static one => !one.IsPartial).Select(static one => one.Text));
                Assert.Equal(text, string.Concat(events.Where(static one => one.IsPartial).Select(static one => one.Text)));
            }
        }
    }

    private static string Frame(string text, bool partial)
    {
        // Escaped, since half a surrogate pair can't be written literally.
        var escaped = string.Concat(text.Select(static one => $"\\u{(int)one:x4}"));
        return $$$"""{"content":{"role":"model","parts":[{"text":"{{{escaped}}}"}]},"partial":{{{(partial ? "true" : "false")}}}}""";
    }

    private static async Task<List<TextEvent>> ReadAsync(params string[] frames) =>
        [.. (await StreamBody.ReadAsync(System.Text.Encoding.UTF8.GetBytes(StreamBody.Frames(frames)))).OfType<TextEvent>()];
}
