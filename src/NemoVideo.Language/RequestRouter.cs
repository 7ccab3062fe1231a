namespace NemoVideo.Language;

/// <summary>
/// Says where a request in plain words goes (protocol section 10), by keyword and by intent, in English and in Chinese.
/// </summary>
/// <remarks>
/// <para>A message may cost credits; everything else is free and changes nothing in the timeline. So an edit is never
/// lost to a keyword, and a keyword never becomes a message where its clause says nothing else:</para>
/// <list type="bullet">
/// <item>A request that holds an edit, or anything that is not understood, is a message, whatever else it asks for: after
/// "trim it to 10 s and then export" the export is asked for again.</item>
/// <item>An upload that comes before the edit goes first, since nothing can be edited before it is there; a file that is
/// only named, without "upload" and without its folder, may be there already and stays with the message.</item>
/// <item>Of several requests that are no edits the first one named counts; a question of how only where it is alone.</item>
/// <item>What is quoted is content; what must not be done ("don't export yet") and what only says when or if ("before you
/// export") is no request.</item>
/// </list>
/// </remarks>
public static class RequestRouter
{
    /// <summary>Says where a request goes. Takes time in proportion to its length, whatever it holds.</summary>
    /// <param name="request">What the user says.</param>
    public static RequestRoute Route(string request)
    {
        var original = QuotedText.Unwrap(request ?? throw new ArgumentNullException(nameof(request)));
        var text = TextFolding.Fold(original);
        if (text.Length > 0 && FilePath.IsMediaFile(text))
        {
            return new(Language.Route.Upload, "It is the path of a file.") { Files = [original] };
        }

        var words = WordReader.OfRequests.Read(text);
        var clauses = RequestClause.ReadAll(words).ConvertAll(static clause => (Clause: clause, Meaning: ClauseReading.Read(clause)));
        var (decisive, meaning) = Find(clauses);
        return new(RouteOf(meaning), RouteReason.Of(meaning, decisive, words))
        {
            Files = [.. words.Select(word => NamedFile(word, original)).OfType<string>()],
            HoldsMessage = meaning == ClauseMeaning.ForAgent
                || (meaning == ClauseMeaning.Upload && clauses.Exists(static one => one.Meaning == ClauseMeaning.ForAgent)),
            Form = meaning == ClauseMeaning.Export ? ExportReading.FormOf(clauses.Select(static one => one.Clause), original) : new(),
            Topic = meaning == ClauseMeaning.Help ? QuestionReading.TopicOf(decisive!) : Language.Route.Help,
        };
    }

    /// <summary>The clause that decides, and what it means.</summary>
    private static (RequestClause? Clause, ClauseMeaning Meaning) Find(List<(RequestClause Clause, ClauseMeaning Meaning)> clauses)
    {
        (RequestClause? Clause, ClauseMeaning Meaning) found = (null, ClauseMeaning.Nothing);
        foreach (var one in clauses)
        {
            if (one.Meaning == ClauseMeaning.ForAgent
                || (one.Meaning == ClauseMeaning.Upload && found.Meaning == ClauseMeaning.Nothing && one.Clause.NamesFile))
            {
                return one;
            }

            if (one.Meaning != ClauseMeaning.Nothing && found.Meaning is ClauseMeaning.Nothing or ClauseMeaning.Help)
            {
                found = one;
            }
        }

        return found;
    }

    /// <summary>The file or address that a word names, as it was written; null where it names none.</summary>
    private static string? NamedFile(Word word, string original)
    {
        var written = original.Substring(word.Start, word.End - word.Start);
        return word.Kind switch
        {
            WordKind.File or WordKind.Address => written,
            WordKind.Quoted when MediaFileName.Is(QuotedText.Unwrap(written)) => QuotedText.Unwrap(written),
            _ => null,
        };
    }

    private static Route RouteOf(ClauseMeaning meaning) => meaning switch
    {
        ClauseMeaning.Export => Language.Route.Export,
        ClauseMeaning.Credits => Language.Route.Credits,
        ClauseMeaning.State => Language.Route.State,
        ClauseMeaning.Upload => Language.Route.Upload,
        ClauseMeaning.ExportStatus => Language.Route.ExportStatus,
        ClauseMeaning.Cancel => Language.Route.Cancel,
        ClauseMeaning.Help => Language.Route.Help,
        _ => Language.Route.Message,
    };
}
