using static NemoVideo.Language.RequestRoles;

namespace NemoVideo.Language;

/// <summary>
/// Determines the meaning of a clause. A clause is a request only if every word in it fits that request: "status" asks for the
/// status, but "status bar" doesn't, because "bar" doesn't fit.
/// </summary>
internal static class ClauseReading
{
    public static ClauseMeaning Read(RequestClause clause)
    {
        if (clause.HasOnly(Filler | Approval | ExportDetail | Form | Media)
            && !clause.Has(Export | Send | Save | Upload | Edit | State | StatePart | Help | Ask)
            && !QuestionReading.AsksWhetherDone(clause))
        {
            return ClauseMeaning.Nothing;
        }

        if (clause.IsSubordinate)
        {
            return clause.Has(Edit | Content) ? ClauseMeaning.ForAgent : ClauseMeaning.Nothing;
        }

        return ReadNegated(clause)
            ?? (AsksToCancel(clause) ? ClauseMeaning.Cancel
            : QuestionReading.AsksForPrice(clause) || QuestionReading.AsksHow(clause) ? ClauseMeaning.Help
            : QuestionReading.AsksForCredits(clause) ? ClauseMeaning.Credits
            : QuestionReading.AsksForExports(clause) ? ClauseMeaning.ExportStatus
            : QuestionReading.AsksForState(clause) ? ClauseMeaning.State
            : AsksForUpload(clause) ? ClauseMeaning.Upload
            : ExportReading.AsksForExport(clause) ? ClauseMeaning.Export
            : IsRemark(clause) ? ClauseMeaning.Nothing
            : ClauseMeaning.ForAgent);
    }

    /// <summary>"Don't export" asks for nothing. "No music" and "not bright enough" are messages to the agent.</summary>
    private static ClauseMeaning? ReadNegated(RequestClause clause)
    {
        var head = clause.Head;
        if (head == clause.Words.Count || !clause.Words[head].Is(Negation))
        {
            return null;
        }

        var rest = clause.Words.Skip(head + 1).ToList();
        var forbids = clause.Words[head].Text is not ("no" or "not" or "isn't" or "doesn't" or "不" or "没" or "沒");
        return rest.Count == 0
            || (forbids && !rest.Exists(static word => word.Is(Wish)))
            || (rest.Exists(static word => word.Is(Export | Edit | Upload)) && !rest.Exists(static word => word.Is(Content)))
            ? ClauseMeaning.Nothing
            : ClauseMeaning.ForAgent;
    }

    /// <summary>True for "cancel the export", and for "stop" alone: only exports can be canceled. False for "stop the music".</summary>
    private static bool AsksToCancel(RequestClause clause) =>
        clause.Has(Cancel)
        && (clause.HasOnly(Filler | Cancel)
            || (clause.Has(Exports) && !clause.Has(How) && clause.HasOnly(Filler | Cancel | Exports | ExportDetail | Media)));

    private static bool AsksForUpload(RequestClause clause) =>
        (clause.Has(Upload) || clause.Has(WordKind.File) || clause.Has(WordKind.Address))
        && clause.Words.All(word => word.Kind switch
        {
            WordKind.File or WordKind.Address => true,
            WordKind.Quoted => clause.Has(Upload),
            _ => word.Is(Filler | Upload | UploadDetail | Media),
        })
        || DescribesFile(clause);

    /// <summary>True for "upload my holiday footage", with any words for the file. False for "upload speed test footage".</summary>
    private static bool DescribesFile(RequestClause clause)
    {
        var head = clause.Head;
        return head + 2 < clause.Words.Count
            && clause.Words[head].Is(Upload)
            && clause.Words[head + 1].Text is "my" or "our" or "this" or "these" or "those" or "the" or "a" or "an" or "some"
            && clause.Words[clause.Words.Count - 1].Is(UploadDetail | Media)
            && !clause.Has(Edit | Content | Criticism);
    }

    /// <summary>True for praise, and for a statement that requests nothing.</summary>
    private static bool IsRemark(RequestClause clause)
    {
        if (clause.Has(Criticism | Wish | Negation | Cancel))
        {
            return false;
        }

        var head = clause.Head;
        return (clause.Has(Approval) && (head == clause.Words.Count || !clause.Words[head].Is(Edit)))
            || (clause.Words[0].Is(Subject) && !clause.Has(Edit));
    }
}
