using static NemoVideo.Language.RequestRoles;

namespace NemoVideo.Language;

/// <summary>Reads clauses that ask something which is answered without the agent, and for nothing.</summary>
internal static class QuestionReading
{
    private const RequestRoles StateWords = Filler | State | StatePart | StateDetail | Media | Ask;

    /// <summary>"How do I export?", "can I export in 4K?", "what can you do?": a command's name is the answer.</summary>
    public static bool AsksHow(RequestClause clause) =>
        AsksInGeneral(clause)
        || clause.Has(How) && NamesCommand(clause) && HasOnlyCommandWords(clause)
        || ExportReading.AsksWhetherPossible(clause) && clause.Has(Export | Save) && HasOnlyCommandWords(clause);

    /// <summary>"How much does an edit cost?", and not what one that was done did cost: that the credits tell.</summary>
    public static bool AsksForPrice(RequestClause clause) =>
        clause.Has(Price)
        && (clause.Has(Ask | Question) || clause.Words[clause.Words.Count - 1] is var last && last.Is(Price) && !last.Is(Form))
        && clause.Words[0].Text != "did"
        && clause.HasOnly(StateWords | Price | Credit | CreditDetail | Exports | Export | ExportDetail | Upload | UploadDetail | Question);

    public static bool AsksForCredits(RequestClause clause) =>
        clause.Has(Credit) && clause.HasOnly(Filler | Credit | CreditDetail) && !IsVerbWithObject(clause, "balance");

    /// <summary>"Is the export done?", "export status": how far they are, and not what is on the timeline.</summary>
    public static bool AsksForExports(RequestClause clause) =>
        clause.Has(Exports)
        && clause.HasOnly(StateWords | Exports | Exported)
        && (clause.Has(State | Ask) || AsksWhetherDone(clause));

    public static bool AsksForState(RequestClause clause)
    {
        if (!clause.HasOnly(StateWords))
        {
            return false;
        }

        var seesVideo = (clause.Has(Ask) && clause.Has(Media)) || (clause.Has(Show) && clause.Has(Pronoun));
        return clause.Has(State)
            || (clause.Has(StatePart) && (clause.Has(Ask) || (clause.Words.Count <= 3 && !clause.Has(Export))))
            || (seesVideo && !clause.Has(Content))
            || AsksWhetherDone(clause);
    }

    /// <summary>"Is it done?": English asks with the first word, Chinese with the last.</summary>
    public static bool AsksWhetherDone(RequestClause clause) =>
        clause.Has(Ended) && (clause.Words[0].Is(Question) || clause.Words[clause.Words.Count - 1].Is(Question));

    /// <summary>What a question of how is about; in general where it names no command.</summary>
    public static Route TopicOf(RequestClause clause) => AsksForPrice(clause) ? Route.Credits
        : clause.Has(Cancel) ? Route.Cancel
        : clause.Has(Upload) ? Route.Upload
        : clause.Has(Export | Save | Send) ? Route.Export
        : Route.Help;

    /// <summary>"What can you do?", "how does it work?": nothing in it names what it asks about.</summary>
    private static bool AsksInGeneral(RequestClause clause) =>
        clause.Has(Ask | How | Help) && !clause.Has(StatePart)
        && clause.HasOnly(Filler | Ask | How | HowDetail | Help | (clause.Has(How) ? Pronoun : None));

    private static bool NamesCommand(RequestClause clause) => clause.Has(Export | Save | Send | Upload | Cancel);

    private static bool HasOnlyCommandWords(RequestClause clause) =>
        ExportReading.HasOnlyExportWords(clause, How | HowDetail | Upload | Cancel | Exports | (clause.Has(Upload) ? UploadDetail : None));

    private static bool IsVerbWithObject(RequestClause clause, string verb)
    {
        var head = clause.Head;
        return head + 1 < clause.Words.Count
            && clause.Words[head].Text == verb
            && clause.Words[head + 1].Text is "it" or "this" or "that" or "them" or "the" or "out";
    }
}
