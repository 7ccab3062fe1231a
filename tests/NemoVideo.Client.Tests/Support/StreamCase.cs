using System.Text;

namespace NemoVideo.Client.Tests.Support;

/// <summary>A generated stream: its blocks, how its lines end, and where it is cut.</summary>
/// <param name="Blocks">What stands in it.</param>
/// <param name="LineEnds">The line ends, used in turn.</param>
/// <param name="HasMark">Whether it begins with a byte order mark.</param>
/// <param name="IsTorn">Whether the empty line at its end is missing.</param>
/// <param name="Sizes">The sizes of its slices, used in turn.</param>
internal sealed record StreamCase(
    IReadOnlyList<StreamBlock> Blocks, IReadOnlyList<string> LineEnds, bool HasMark, bool IsTorn, IReadOnlyList<int> Sizes)
{
    public IEnumerable<string> Expected => Blocks.SelectMany(static block => block.Expected);

    public byte[] Bytes => Encoding.UTF8.GetBytes(Text());

    public override string ToString() => $"{string.Join(',', Sizes)}: {Text().Replace("\r", "\\r", StringComparison.Ordinal)}";

    private string Text()
    {
        var text = new StringBuilder(HasMark ? "\uFEFF" : "");
        var lines = Blocks.SelectMany(static block => block.Lines.Append("")).ToList();
        if (IsTorn && Blocks.Count > 0 && Blocks[^1].HasData)
        {
            lines.RemoveAt(lines.Count - 1);
        }

        for (var number = 0; number < lines.Count; number++)
        {
            // CR and LF of two lines would be one line end.
            var end = LineEnds[number % LineEnds.Count];
            text.Append(lines[number]).Append(lines[number].Length == 0 && text.Length > 0 && text[^1] == '\r' && end == "\n" ? "\r" : end);
        }

        return text.ToString();
    }
}
