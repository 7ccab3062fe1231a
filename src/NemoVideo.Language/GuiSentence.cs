using System.Text;

using static NemoVideo.Language.GuiRoles;

namespace NemoVideo.Language;

/// <summary>Removes the instructions from a sentence with at least one clause.</summary>
/// <remarks>The text from <paramref name="end"/> to <paramref name="next"/> is the closing punctuation and the space after it.</remarks>
internal sealed class GuiSentence(string text, int start, IReadOnlyList<GuiClause> clauses, int end, int next)
{
    private readonly bool[] _isDropped = new bool[clauses.Count];

    /// <summary>Whether a clause was removed.</summary>
    public bool IsChanged => _isDropped.Contains(true);

    /// <summary>Whether the first clause was removed.</summary>
    public bool BeginsWithGap => _isDropped[0];

    /// <summary>Whether the last clause was removed.</summary>
    public bool EndsWithGap => _isDropped[_isDropped.Length - 1];

    /// <summary>The remaining sentence with its closing punctuation and the space after it. Empty if all clauses were removed.</summary>
    public string Translate(List<GuiAction> actions, bool continues)
    {
        FindInstructions(actions, continues);
        if (!IsChanged)
        {
            return text.Substring(start, next - start);
        }

        var kept = new StringBuilder();
        for (var i = 0; i < clauses.Count; i++)
        {
            if (!_isDropped[i])
            {
                // Includes the text that joins it to the clause before it, unless it is the first remaining clause.
                var from = i == 0 ? start : kept.Length == 0 ? clauses[i].Start : clauses[i - 1].End;
                kept.Append(text, from, clauses[i].Start - from);
                if (i > 0 && _isDropped[i - 1])
                {
                    InsertSeparator(kept, text[clauses[i].Start]);
                }

                kept.Append(text, clauses[i].Start, clauses[i].End - clauses[i].Start);
            }
        }

        return kept.Length == 0 ? "" : kept.Append(text, end, next - end).ToString();
    }

    /// <summary>
    /// Adds a space between two pieces if nothing separates them. Otherwise, removing an instruction could join the two halves of a
    /// secret that wasn't redacted, because it was split.
    /// </summary>
    public static void InsertSeparator(StringBuilder kept, char next)
    {
        if (kept.Length > 0 && !Separates(kept[kept.Length - 1]) && !Separates(next))
        {
            kept.Append(' ');
        }
    }

    private static bool Separates(char character) =>
        char.IsWhiteSpace(character) || TextFolding.IsHan(character) || character is '。' or '，' or '！' or '？' or '、' or '；' or '：';

    private void FindInstructions(List<GuiAction> actions, bool continues)
    {
        if (clauses.Any(static clause => clause.Words.Any(static word => word.Kind == WordKind.Address)))
        {
            // A link works without a GUI, and the user may need it.
            return;
        }

        var isContent = false;
        var dropsNext = false;
        for (var i = 0; i < clauses.Count; i++)
        {
            var clause = clauses[i];
            var action = isContent && !clause.Has(Addressee) ? null : GuiInstruction.Read(clause, continues);
            if (action is { } found)
            {
                Drop(i);
                dropsNext = clause.IsSubordinate && clause.FollowsMark;
                continues = true;
                if (found != GuiAction.None)
                {
                    actions.Add(found);
                }
            }
            else if (dropsNext || (i > 0 && _isDropped[i - 1] && !clause.IsStatement))
            {
                _isDropped[i] = true;
                dropsNext = false;
            }
            else
            {
                isContent |= clause.HasUnquotedContent;
                continues = false;
                if (clause.PrecedesColon && !clause.IsAnnouncement)
                {
                    return;
                }
            }
        }
    }

    /// <summary>Removes an instruction and the clauses that only introduce it: "When you're ready, …", "Next step: …".</summary>
    private void Drop(int index)
    {
        _isDropped[index] = true;
        for (var i = index - 1; i >= 0 && IsIntroduction(i, index); i--)
        {
            _isDropped[i] = true;
        }
    }

    private bool IsIntroduction(int index, int instruction)
    {
        var clause = clauses[index];
        var isMain = clauses[instruction].Words[0].Is(TailOpener) && !clauses[instruction].FollowsMark;
        return !_isDropped[index]
            && ((clause.FollowsMark && clause.IsSubordinate)
                || clause.Words.All(static word => word.Is(Lead))
                || (clause.PrecedesColon && clause.IsAnnouncement)
                || (isMain && index == instruction - 1 && clause.Words[0].Is(Addressee)));
    }
}
