namespace NemoVideo.Language;

/// <summary>
/// Finds the route of a request in plain words (protocol section 10), by keyword and by intent, in English and in Chinese.
/// </summary>
/// <remarks>
/// <para>A message can cost credits. Every other route is free and doesn't edit the timeline. So a keyword inside an edit must not
/// hide the edit, and a clause that contains only keywords must not become a message:</para>
/// <list type="bullet">
/// <item>A request is a message if it contains an edit, or anything that isn't recognized. Other requests in it are ignored: after
/// "trim it to 10 s and then export", the user must ask for the export again.</item>
/// <item>An upload before an edit is done first, because the edit needs the file. A bare file name without "upload" and without a
/// folder is part of the message, because that file may be uploaded already.</item>
/// <item>If there are several requests and none of them is an edit, the first one counts. A how-to question counts only if there is
/// no other request.</item>
/// <item>Quoted text is content. A negated clause ("don't export yet") and a subordinate clause ("before you export") are not
/// requests.</item>
/// </list>
/// </remarks>
public static class RequestRouter
{
    /// <summary>Finds the route of a request. The time is linear in the length of any request.</summary>
    /// <param name="request">The text from the user.</param>
    public static RequestRoute Route(string request)
    {
        var original = QuotedText.Unwrap(request ?? throw new ArgumentNullException(nameof(request)));
        var text = TextFolding.Fold(original);
        if (text.Length > 0 && FilePath.IsMediaFile(text))
        {
            return new(Language.Route.Upload, "The request is the path of a file.") { Files = [original] };
        }

        var words = WordReader.ForRequests.Read(text);
        var clauses = RequestClause.ReadAll(words).ConvertAll(static clause => (Clause: clause, Meaning: ClauseReading.Read(clause)));
        var (decisive, meaning) = Find(clauses);
        return new(RouteOf(meaning), RouteReason.Of(meaning, decisive, words))
        {
            Files = [.. words.Select(word => NamedFile(word, original)).OfType<string>()],
            ContainsMessage = meaning == ClauseMeaning.ForAgent
                || (meaning == ClauseMeaning.Upload && clauses.Exists(static one => one.Meaning == ClauseMeaning.ForAgent)),
            Form = meaning == ClauseMeaning.Export ? ExportReading.ReadForm(clauses.Select(static one => one.Clause), original) : new(),
            Topic = meaning == ClauseMeaning.Help ? QuestionReading.TopicOf(decisive!) : Language.Route.Help,
        };
    }

    /// <summary>The clause that decides the route, and its meaning.</summary>
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

    /// <summary>The file name, path or URL in a word, as it was written. Null if there is none.</summary>
    private static string? NamedFile(Word word, string original)
    {
        var written = original.Substring(word.Start, word.End - word.Start);
        return word.Kind switch
        {
            WordKind.File or WordKind.Address => written,
            WordKind.Quoted when MediaFileName.IsSupported(QuotedText.Unwrap(written)) => QuotedText.Unwrap(written),
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
