using System.Text;

namespace NemoVideo.Language;

/// <summary>A line of what the backend says: perhaps the sign of a list, then sentences.</summary>
internal sealed class GuiLine(string line)
{
    private string? _kept;

    /// <summary>What is left of it.</summary>
    public string Kept => _kept ?? line;

    /// <summary>Whether something was taken out.</summary>
    public bool IsChanged => _kept is not null;

    /// <summary>Whether it held nothing but instructions.</summary>
    public bool IsGone => IsChanged && Kept.Length == 0;

    /// <summary>Whether it was empty from the beginning.</summary>
    public bool IsBlank => line.Trim().Length == 0;

    /// <summary>Whether it leads up to the lines below it.</summary>
    public bool EndsWithColon => Kept.TrimEnd() is { Length: > 0 } text && text[text.Length - 1] is ':' or '：';

    /// <summary>Takes the instructions out.</summary>
    /// <param name="actions">Takes what they come to.</param>
    /// <param name="continues">Whether an instruction was the last thing said.</param>
    /// <returns>Whether an instruction is now the last thing said.</returns>
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
                GuiSentence.KeepApart(kept, left[0]);
            }

            kept.Append(left);
            followsGap = sentence.EndsWithGap;
            isChanged |= sentence.IsChanged;
            continues = left.Length == 0;
        }

        if (isChanged)
        {
            _kept = kept.ToString(start, kept.Length - start).Trim().Length == 0 ? "" : kept.ToString().TrimEnd();
        }

        return continues;
    }

    /// <summary>The position behind "- ", "1. ", "> " and their like.</summary>
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
