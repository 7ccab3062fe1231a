using System.Text;

namespace NemoVideo.Client.Tests.Support;

/// <summary>A generated stream. Line endings and slice sizes are used in turn; a truncated stream lacks the empty line at its end.</summary>
internal sealed record StreamCase(
    IReadOnlyList<StreamBlock> Blocks, IReadOnlyList<string> LineEndings, bool HasByteOrderMark, bool IsTruncated, IReadOnlyList<int> Sizes)
{
    public IEnumerable<string> Expected => Blocks.SelectMany(static block => block.Expected);

    public byte[] Bytes => Encoding.UTF8.GetBytes(Text());

    public override string ToString() => $"{string.Join(',', Sizes)}: {Text().Replace("\r", "\\r", StringComparison.Ordinal)}";

    private string Text()
    {
        var text = new StringBuilder(HasByteOrderMark ? "\uFEFF" : "");
        var lines = Blocks.SelectMany(static block => block.Lines.Append("")).ToList();
        if (IsTruncated && Blocks.Count > 0 && Blocks[^1].HasData)
        {
            lines.RemoveAt(lines.Count - 1);
        }

        for (var number = 0; number < lines.Count; number++)
        {
            // CR and LF of two lines would form one line ending.
            var end = LineEndings[number % LineEndings.Count];
            text.Append(lines[number]).Append(lines[number].Length == 0 && text.Length > 0 && text[^1] == '\r' && end == "\n" ? "\r" : end);
        }

        return text.ToString();
    }
}
