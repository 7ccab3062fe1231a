using static NemoVideo.Language.RequestRoles;

namespace NemoVideo.Language;

/// <summary>Recognizes questions that the module answers without the agent and without charges.</summary>
internal static class QuestionReading
{
    private const RequestRoles StateWords = Filler | State | StatePart | StateDetail | Media | Ask;

    /// <summary>True for "how do I export?", "can I export in 4K?" and "what can you do?". The user needs the name of a command.</summary>
    public static bool AsksHow(RequestClause clause) =>
        AsksInGeneral(clause)
        || clause.Has(How) && NamesCommand(clause) && HasOnlyCommandWords(clause)
        || ExportReading.AsksWhetherPossible(clause) && clause.Has(Export | Save) && HasOnlyCommandWords(clause);

    /// <summary>True for "how much does an edit cost?". False for "did the edit cost credits?".</summary>
    public static bool AsksForPrice(RequestClause clause) =>
        clause.Has(Price)
        && (clause.Has(Ask | Question) || clause.Words[clause.Words.Count - 1] is var last && last.Is(Price) && !last.Is(Form))
        && clause.Words[0].Text != "did"
        && clause.HasOnly(StateWords | Price | Credit | CreditDetail | Exports | Export | ExportDetail | Upload | UploadDetail | Question);

    public static bool AsksForCredits(RequestClause clause) =>
        clause.Has(Credit) && clause.HasOnly(Filler | Credit | CreditDetail) && !IsVerbWithObject(clause, "balance");

    /// <summary>True for "is the export done?" and "export status", which ask about exports and not about the timeline.</summary>
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

    /// <summary>True for "is it done?". The question word is the first word in English and the last word in Chinese.</summary>
    public static bool AsksWhetherDone(RequestClause clause) =>
        clause.Has(Completed) && (clause.Words[0].Is(Question) || clause.Words[clause.Words.Count - 1].Is(Question));

    /// <summary>The topic of a how-to or price question. It is <see cref="Route.Help"/> if the question names no command.</summary>
    public static Route TopicOf(RequestClause clause) => AsksForPrice(clause) ? Route.Credits
        : clause.Has(Cancel) ? Route.Cancel
        : clause.Has(Upload) ? Route.Upload
        : clause.Has(Export | Save | Send) ? Route.Export
        : Route.Help;

    /// <summary>True for "what can you do?" and "how does it work?", which name no command.</summary>
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
