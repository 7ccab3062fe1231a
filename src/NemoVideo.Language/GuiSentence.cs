using System.Text;

using static NemoVideo.Language.GuiRoles;

namespace NemoVideo.Language;

/// <summary>Takes the instructions out of one sentence, which has a clause at least. Its closing mark and space begin at its end.</summary>
internal sealed class GuiSentence(string text, int start, IReadOnlyList<GuiClause> clauses, int end, int next)
{
    private readonly bool[] _isDropped = new bool[clauses.Count];

    /// <summary>Whether something was taken out.</summary>
    public bool IsChanged => _isDropped.Contains(true);

    /// <summary>Whether its beginning was taken out.</summary>
    public bool BeginsWithGap => _isDropped[0];

    /// <summary>Whether its end was taken out, apart from the closing mark.</summary>
    public bool EndsWithGap => _isDropped[_isDropped.Length - 1];

    /// <summary>What is left of the sentence, with its closing mark and the space behind; empty where nothing is.</summary>
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
                // With what joins it to the clause before it, unless it is the first that is left.
                var from = i == 0 ? start : kept.Length == 0 ? clauses[i].Start : clauses[i - 1].End;
                kept.Append(text, from, clauses[i].Start - from);
                if (i > 0 && _isDropped[i - 1])
                {
                    KeepApart(kept, text[clauses[i].Start]);
                }

                kept.Append(text, clauses[i].Start, clauses[i].End - clauses[i].Start);
            }
        }

        return kept.Length == 0 ? "" : kept.Append(text, end, next - end).ToString();
    }

    /// <summary>
    /// Adds a space if something was taken out before the next character and nothing separates the two sides: they must not become a
    /// word that the service wasn't allowed to say, such as a secret.
    /// </summary>
    public static void KeepApart(StringBuilder kept, char next)
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
            // A link works without a screen, and may be the way out: it must not be lost.
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
                isContent |= clause.LeavesQuotationOpen;
                continues = false;
                if (clause.PrecedesColon && !clause.IsAnnouncement)
                {
                    return;
                }
            }
        }
    }

    /// <summary>Drops an instruction and what only leads up to it: "When you're ready, …", "Next step: …".</summary>
    private void Drop(int index)
    {
        _isDropped[index] = true;
        for (var i = index - 1; i >= 0 && LeadsUp(i, index); i--)
        {
            _isDropped[i] = true;
        }
    }

    private bool LeadsUp(int index, int instruction)
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
