using static NemoVideo.Language.RequestRoles;

namespace NemoVideo.Language;

/// <summary>Reads clauses that ask for the finished video, and how they want it.</summary>
internal static class ExportReading
{
    /// <summary>What a request for the finished video is made of.</summary>
    private const RequestRoles ExportWords = Filler | Export | Exported | ExportDetail | Form | Media | ToMe | Send | Save;

    public static bool AsksForExport(RequestClause clause) => HasOnlyExportWords(clause, None) && (
        clause.Has(Export) || (clause.Has(Exported) && clause.Has(Wish))
        || AsksToSend(clause)
        || AsksToSave(clause));

    /// <summary>"Can I export in 4K?" asks what can be done; "can you export it in 4K?" asks to do it.</summary>
    public static bool AsksWhetherPossible(RequestClause clause) =>
        clause.Has(Leave) && !clause.Has(Addressee) && clause.Has(Form | OpensName);

    /// <summary>Whether each word belongs to a request for the finished video, or plays another of the parts that are given.</summary>
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

    /// <summary>How a request for the finished video wants it.</summary>
    public static ExportForm FormOf(IEnumerable<RequestClause> clauses, string original)
    {
        var words = clauses
            .Where(static clause => AsksForExport(clause) || clause.HasOnly(Filler | Approval | ExportDetail | Form | Media))
            .SelectMany(static clause => clause.Words)
            .ToList();
        return new()
        {
            Quality = words.Select(QualityOf).LastOrDefault(static quality => quality is not null) ?? "high",
            NotTakenUp =
                [.. words.Where(IsNotTakenUp).Select(word => original.Substring(word.Word.Start, word.Word.End - word.Word.Start))],
        };
    }

    private static string? QualityOf(RequestWord word) => word.Is(LowQuality) ? "low"
        : word.Is(MediumQuality) ? "medium"
        : word.Is(HighQuality) ? "high"
        : null;

    /// <summary>A form that there is not, or a name: no export knows where its file will go.</summary>
    private static bool IsNotTakenUp(RequestWord word) =>
        word.Kind != WordKind.Plain || word.Is(UnknownForm) || !word.Is(ExportWords | Approval | Edit);

    /// <summary>"Send me the video", and not "send me a video of a cat".</summary>
    private static bool AsksToSend(RequestClause clause) =>
        clause.Has(Send)
        && !clause.Has(Indefinite & ~Pronoun)
        && (clause.Has(Media | Pronoun) && clause.Has(ToMe)
            || clause.Has(Media) && clause.Has(Leave) && clause.Words.Any(static word => word.Text is "have" or "get"));

    /// <summary>"Save it as an mp4", and not "save the best clip for later".</summary>
    private static bool AsksToSave(RequestClause clause) =>
        clause.Has(Save)
        && clause.Has(Media | Pronoun | OpensName)
        && !clause.Words.Where((word, i) => word.Text == "for" && !clause.FirstAfter(i, None).Is(ToMe)).Any();
}
