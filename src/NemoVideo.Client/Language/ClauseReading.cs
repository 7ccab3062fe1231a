using static NemoVideo.Client.Language.RequestRoles;

namespace NemoVideo.Client.Language;

/// <summary>
/// Reads a clause. A clause is a request only if every word of it belongs to such a request: one word more, such as the
/// "bar" of "status bar", and it is about something else.
/// </summary>
internal static class ClauseReading
{
    private const RequestRoles ExportWords = Filler | Export | Exported | ExportDetail | ExportForm | Media | ToMe | Send;

    public static ClauseMeaning Read(RequestClause clause)
    {
        if (clause.HasOnly(Filler | Approval | ExportDetail | ExportForm | Media) && !clause.Has(Export | Send | Upload | Edit | StatePart))
        {
            return ClauseMeaning.Nothing;
        }

        if (clause.IsSubordinate)
        {
            return clause.Has(Edit) ? ClauseMeaning.ForAgent : ClauseMeaning.Nothing;
        }

        return ReadNegated(clause)
            ?? (AsksForCredits(clause) ? ClauseMeaning.Credits
            : AsksForState(clause) ? ClauseMeaning.State
            : HandsOverFile(clause) ? ClauseMeaning.Upload
            : AsksForExport(clause) || AsksToSend(clause) ? ClauseMeaning.Export
            : IsRemark(clause) ? ClauseMeaning.Nothing
            : ClauseMeaning.ForAgent);
    }

    /// <summary>"Don't export" asks for nothing; "no music" and "not bright enough" ask the agent.</summary>
    private static ClauseMeaning? ReadNegated(RequestClause clause)
    {
        var head = clause.Head;
        if (head == clause.Words.Count || !clause.Words[head].Is(Negation))
        {
            return null;
        }

        var rest = clause.Words.Skip(head + 1).ToList();
        var forbids = clause.Words[head].Text is not ("no" or "not" or "isn't" or "doesn't" or "不" or "没" or "沒");
        return (forbids && !rest.Any(word => word.Is(Wish))) || (rest.Any(word => word.Is(Export | Edit | Upload)) && !rest.Any(word => word.Is(Content)))
            || rest.Count == 0
            ? ClauseMeaning.Nothing
            : ClauseMeaning.ForAgent;
    }

    private static bool AsksForCredits(RequestClause clause) =>
        clause.Has(Credit) && clause.HasOnly(Filler | Credit | CreditDetail) && !IsVerbWithObject(clause, "balance");

    private static bool AsksForState(RequestClause clause)
    {
        if (!clause.HasOnly(Filler | State | StatePart | StateDetail | Media))
        {
            return false;
        }

        return clause.Has(State)
            || (clause.Has(StatePart) && (clause.Has(Ask) || clause.Words.Count <= 3))
            || (clause.Words[0].Text is "is" or "are" or "has" && clause.Has(Ended));
    }

    private static bool HandsOverFile(RequestClause clause) =>
        (clause.Has(Upload) || clause.Has(WordKind.File) || clause.Has(WordKind.Address))
        && clause.Words.All(word => word.Kind switch
        {
            WordKind.File or WordKind.Address => true,
            WordKind.Quoted => clause.Has(Upload),
            _ => word.Is(Filler | Upload | UploadDetail | Media),
        })
        || DescribesFile(clause);

    /// <summary>"Upload my holiday footage", in words of any kind, and not "upload speed test footage".</summary>
    private static bool DescribesFile(RequestClause clause)
    {
        var head = clause.Head;
        return head + 2 < clause.Words.Count
            && clause.Words[head].Is(Upload)
            && clause.Words[head + 1].Text is "my" or "our" or "this" or "these" or "those" or "the" or "a" or "an" or "some"
            && clause.Words[clause.Words.Count - 1].Is(UploadDetail | Media)
            && !clause.Has(Edit | Content | Fault);
    }

    private static bool AsksForExport(RequestClause clause) =>
        (clause.Has(Export) || (clause.Has(Exported) && clause.Has(Wish)))
        && HasOnlyExportWords(clause)
        && !AsksWhetherPossible(clause);

    /// <summary>"Send me the video", and not "send me a video of a cat".</summary>
    private static bool AsksToSend(RequestClause clause) =>
        clause.Has(Send)
        && !clause.Has(Indefinite & ~Pronoun)
        && (clause.Has(Media | Pronoun) && clause.Has(ToMe)
            || clause.Has(Media) && clause.Has(Leave) && clause.Words.Any(static word => word.Text is "have" or "get"))
        && HasOnlyExportWords(clause);

    private static bool HasOnlyExportWords(RequestClause clause)
    {
        var isInName = false;
        for (var i = 0; i < clause.Words.Count; i++)
        {
            var word = clause.Words[i];
            var fits = word.Kind switch
            {
                WordKind.File => true,
                WordKind.Quoted => isInName,
                WordKind.Address => false,
                _ when word.Is(Edit) && word.Is(Media) => i > 0 && clause.Words[i - 1].Text is "final" or "finished" or "latest",
                _ => word.Is(ExportWords) || (isInName && !word.Is(Edit | Content | Fault | Negation)),
            };
            if (!fits)
            {
                return false;
            }

            isInName |= word.Is(OpensName);
        }

        return true;
    }

    /// <summary>"Can I export in 4K?" asks what can be done; "can you export it in 4K?" asks to do it.</summary>
    private static bool AsksWhetherPossible(RequestClause clause) =>
        clause.Has(Leave) && !clause.Has(Addressee) && clause.Has(ExportForm | OpensName);

    /// <summary>Praise, or a statement that wishes for nothing.</summary>
    private static bool IsRemark(RequestClause clause)
    {
        if (clause.Has(Fault | Wish | Negation))
        {
            return false;
        }

        var head = clause.Head;
        return (clause.Has(Approval) && (head == clause.Words.Count || !clause.Words[head].Is(Edit)))
            || (clause.Words[0].Is(Subject) && !clause.Has(Edit));
    }

    private static bool IsVerbWithObject(RequestClause clause, string verb)
    {
        var head = clause.Head;
        return head + 1 < clause.Words.Count
            && clause.Words[head].Text == verb
            && clause.Words[head + 1].Text is "it" or "this" or "that" or "them" or "the" or "out";
    }
}
