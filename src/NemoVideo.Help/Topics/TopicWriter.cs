namespace NemoVideo.Help.Topics;

/// <summary>Converts an about_ page to plain text of at most 80 columns.</summary>
internal sealed class TopicWriter(ProblemList problems)
{
    private const int Width = 80;
    private const int TextIndent = 4;
    private const int CodeIndent = 8;
    private const string Short = "Short description";

    private readonly List<string> _lines = [];

    public static string Write(string text, ProblemList problems)
    {
        var writer = new TopicWriter(problems);
        writer.Write(MarkdownPage.Read(text, problems));
        return string.Join('\n', writer._lines) + "\n";
    }

    /// <summary>Lines of at most this width. A longer word gets its own line.</summary>
    public static IReadOnlyList<string> Wrap(string text, int width)
    {
        var lines = new List<string>();
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (lines.Count > 0 && lines[^1].Length + 1 + word.Length <= width)
            {
                lines[^1] += " " + word;
            }
            else
            {
                lines.Add(word);
            }
        }

        return lines;
    }

    private void Write(MarkdownDocument document)
    {
        var name = Path.GetFileNameWithoutExtension(problems.Path);
        var title = MarkdownPage.ReadSections(document, level: 1).FirstOrDefault();
        if (title?.Title != name)
        {
            problems.Add(title?.Line ?? 1, ProblemCodes.Topic, $"The page must begin with '# {name}'.");
        }

        // PowerShell shows the fifth line as the synopsis in the list of topics.
        if (title?.Parts.FirstOrDefault() is not { Title: Short, Paragraphs.Count: > 0 })
        {
            problems.Add(title?.Line ?? 1, ProblemCodes.Topic, $"The first section must be '## {Short}', with a one-sentence description.");
        }
        else if (title.Parts[0].Paragraphs[0] is { Length: > Width - TextIndent } sentence)
        {
            var advice = $"The short description has {sentence.Length} characters; at most {Width - TextIndent} are allowed. Shorten it.";
            problems.Add(title.Parts[0].Line, ProblemCodes.Topic, advice);
        }

        _lines.AddRange(["TOPIC", new string(' ', TextIndent) + name]);
        foreach (var block in document)
        {
            Write(block);
        }
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

        switch (block)
        {
            case FencedCodeBlock code:
                WriteCode(code);
                break;
            case ListBlock list:
                WriteList(list, TextIndent);
                break;
            default:
                WriteText(block, TextIndent, "");
                break;
        }
    }

    private void WriteList(ListBlock list, int indent)
    {
        foreach (var (index, item) in list.OfType<ListItemBlock>().Index())
        {
            var marker = PlainText.Marker(list, index);
            foreach (var block in item)
            {
                if (block is ListBlock inner)
                {
                    WriteList(inner, indent + marker.Length);
                }
                else
                {
                    WriteText(block, indent, block == item[0] ? marker : new string(' ', marker.Length));
                }
            }
        }
    }

    private void WriteText(Block block, int indent, string marker)
    {
        foreach (var paragraph in PlainText.OfBlock(block))
        {
            var first = new string(' ', indent) + marker;
            var others = new string(' ', first.Length);
            var lines = Wrap(paragraph, Width - first.Length);
            _lines.AddRange(lines.Select((line, index) => (index == 0 ? first : others) + line));
        }
    }

    private void WriteCode(FencedCodeBlock code)
    {
        for (var i = 0; i < code.Lines.Count; i++)
        {
            var line = code.Lines.Lines[i].ToString();
            if (line.Length > Width - CodeIndent)
            {
                var advice = $"This line of code has {line.Length} characters; at most {Width - CodeIndent} are allowed. Split the line.";
                problems.Add(code.Line + 2 + i, ProblemCodes.Topic, advice);
            }

            _lines.Add(line.Length == 0 ? "" : new string(' ', CodeIndent) + line);
        }
    }
}
