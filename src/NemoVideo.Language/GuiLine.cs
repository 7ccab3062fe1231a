using System.Text;

namespace NemoVideo.Language;

/// <summary>A line of agent text: an optional list marker, then sentences.</summary>
internal sealed class GuiLine(string line)
{
    private string? _remainingText;

    /// <summary>The line without its instructions.</summary>
    public string RemainingText => _remainingText ?? line;

    /// <summary>Whether an instruction was removed.</summary>
    public bool IsChanged => _remainingText is not null;

    /// <summary>Whether the line contained only instructions.</summary>
    public bool IsRemoved => IsChanged && RemainingText.Length == 0;

    /// <summary>Whether the original line was blank.</summary>
    public bool IsBlank => line.Trim().Length == 0;

    /// <summary>Whether the line introduces the lines below it.</summary>
    public bool EndsWithColon => RemainingText.TrimEnd() is { Length: > 0 } text && text[text.Length - 1] is ':' or '：';

    /// <summary>Removes the instructions.</summary>
    /// <param name="actions">The list that receives the actions for the instructions.</param>
    /// <param name="continues">Whether the previous line ends with an instruction.</param>
    /// <returns>Whether this line ends with an instruction.</returns>
    public bool Translate(List<GuiAction> actions, bool continues)
    {
        var start = SkipListSign();
        var sentences = GuiSentenceReader.Read(line, start);
        var kept = new StringBuilder(line.Substring(0, start));
        var isChanged = false;
        var followsGap = false;
        foreach (var sentence in sentences)
        {
            var left = sentence.Translate(actions, continues);
            if (left.Length > 0 && (followsGap || sentence.BeginsWithGap))
            {
                GuiSentence.InsertSeparator(kept, left[0]);
            }

            kept.Append(left);
            followsGap = sentence.EndsWithGap;
            isChanged |= sentence.IsChanged;
            continues = left.Length == 0;
        }

        if (isChanged)
        {
            _remainingText = kept.ToString(start, kept.Length - start).Trim().Length == 0 ? "" : kept.ToString().TrimEnd();
        }

        return continues;
    }

    /// <summary>The position after a list marker such as "- ", "1. " or "> ".</summary>
    private int SkipListSign()
    {
        var position = 0;
        while (position < line.Length && (char.IsWhiteSpace(line[position]) || line[position] is '-' or '*' or '•' or '>' or '#' or '+'))
        {
            position++;
        }

        var figures = position;
        while (figures < line.Length && char.IsDigit(line[figures]))
        {
            figures++;
        }

        var isNumbered = figures > position && figures < line.Length && line[figures] is '.' or ')' or '、'
            && (figures + 1 == line.Length || !char.IsDigit(line[figures + 1]));
        return GuiSentenceReader.SkipSpace(line, isNumbered ? figures + 1 : position, line.Length);
    }
}
