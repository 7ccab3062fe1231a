using static NemoVideo.Language.RequestRoles;

namespace NemoVideo.Language;

/// <summary>Recognizes clauses that ask for the finished video, and reads the requested quality and options.</summary>
internal static class ExportReading
{
    /// <summary>The roles that can occur in a request for the finished video.</summary>
    private const RequestRoles ExportWords = Filler | Export | Exported | ExportDetail | Form | Media | Recipient | Send | Save;

    public static bool AsksForExport(RequestClause clause) => HasOnlyExportWords(clause, None) && (
        clause.Has(Export) || (clause.Has(Exported) && clause.Has(Wish))
        || AsksToSend(clause)
        || AsksToSave(clause));

    /// <summary>True for "can I export in 4K?", which is a question. False for "can you export it in 4K?", which is a request.</summary>
    public static bool AsksWhetherPossible(RequestClause clause) =>
        clause.Has(Permission) && !clause.Has(Addressee) && clause.Has(Form | OpensName);

    /// <summary>Whether each word fits a request for the finished video or has one of the other roles.</summary>
    public static bool HasOnlyExportWords(RequestClause clause, RequestRoles others)
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
                _ when word.Is(others) => true,
                _ when word.Is(Create) => clause.FirstAfter(i, Filler | Indefinite | Form).Is(Export),
                _ when word.Is(Edit) && word.Is(Media) => i > 0 && clause.Words[i - 1].Text is "final" or "finished" or "latest",
                _ => word.Is(ExportWords) || (isInName && !word.Is(Edit | Content | Criticism | Negation)),
            };
            if (!fits)
            {
                return false;
            }

            isInName |= word.Is(OpensName);
        }

        return true;
    }

    /// <summary>Reads the quality and the unsupported options of an export request.</summary>
    public static ExportForm ReadForm(IEnumerable<RequestClause> clauses, string original)
    {
        var words = clauses
            .Where(static clause => AsksForExport(clause) || clause.HasOnly(Filler | Approval | ExportDetail | Form | Media))
            .SelectMany(static clause => clause.Words)
            .ToList();
        return new()
        {
            Quality = words.Select(QualityOf).LastOrDefault(static quality => quality is not null) ?? "high",
            UnsupportedOptions =
                [.. words.Where(IsUnsupported).Select(word => original.Substring(word.Word.Start, word.Word.End - word.Word.Start))],
        };
    }

    private static string? QualityOf(RequestWord word) => word.Is(LowQuality) ? "low"
        : word.Is(MediumQuality) ? "medium"
        : word.Is(HighQuality) ? "high"
        : null;

    /// <summary>Whether an export can't apply this word: an unsupported format or size, or a file or folder name.</summary>
    private static bool IsUnsupported(RequestWord word) =>
        word.Kind != WordKind.Plain || word.Is(UnknownForm) || !word.Is(ExportWords | Approval | Edit);

    /// <summary>True for "send me the video". False for "send me a video of a cat".</summary>
    private static bool AsksToSend(RequestClause clause) =>
        clause.Has(Send)
        && !clause.Has(Indefinite & ~Pronoun)
        && (clause.Has(Media | Pronoun) && clause.Has(Recipient)
            || clause.Has(Media) && clause.Has(Permission) && clause.Words.Any(static word => word.Text is "have" or "get"));

    /// <summary>True for "save it as an mp4". False for "save the best clip for later".</summary>
    private static bool AsksToSave(RequestClause clause) =>
        clause.Has(Save)
        && clause.Has(Media | Pronoun | OpensName)
        && !clause.Words.Where((word, i) => word.Text == "for" && !clause.FirstAfter(i, None).Is(Recipient)).Any();
}
