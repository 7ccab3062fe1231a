using System.Text.RegularExpressions;

namespace NemoVideo.Help.Topics;

/// <summary>Converts an about_ page to plain text of at most 80 columns. PowerShell shows the fifth line in its list of topics.</summary>
internal sealed partial class TopicWriter
{
    private const int Width = 80;
    private const int TextIndent = 4;
    private const int CodeIndent = 8;

    private readonly List<string> _lines = [];

    public static string Write(string name, string text, ProblemList problems)
    {
        var writer = new TopicWriter();
        writer._lines.AddRange(["TOPIC", new string(' ', TextIndent) + name]);
        foreach (var block in MarkdownPage.Read(text, problems))
        {
            writer.Write(block);
        }

        return string.Join('\n', writer._lines) + "\n";
    }

    private void Write(Block block)
    {
        if (block is HeadingBlock heading)
        {
            var text = PlainText.Of(heading.Inline);
            _lines.AddRange(heading.Level switch { 1 => [], 2 => ["", text.ToUpperInvariant()], _ => ["", "  " + text, ""] });
            return;
        }

        // A blank line between blocks, but not after a heading in capitals.
        if (_lines[^1].StartsWith(' '))
        {
            _lines.Add("");
        }

        if (block is FencedCodeBlock code)
        {
            var lines = code.Lines.ToString().ReplaceLineEndings("\n").Split('\n');
            _lines.AddRange(lines.Select(static line => line.Length == 0 ? "" : new string(' ', CodeIndent) + line));
        }
        else
        {
            WriteText(block);
        }
    }

    /// <summary>The items of a list are indented below their marker.</summary>
    private void WriteText(Block block)
    {
        foreach (var paragraph in PlainText.OfBlock(block))
        {
            var indent = new string(' ', TextIndent + (block is ListBlock ? Marker().Match(paragraph).Length : 0));
            var line = new string(' ', TextIndent + paragraph.TakeWhile(static character => character == ' ').Count());
            foreach (var word in paragraph.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                if (line.Length + word.Length > Width && line.Trim().Length > 0)
                {
                    _lines.Add(line.TrimEnd());
                    line = indent;
                }

                line += word + " ";
            }

            _lines.Add(line.TrimEnd());
        }
    }

    [GeneratedRegex(@"^ *(- |\d+\. )?")]
    private static partial Regex Marker();
}
