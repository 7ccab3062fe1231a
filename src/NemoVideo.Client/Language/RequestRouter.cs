using NemoVideo.Client.Uploading;

namespace NemoVideo.Client.Language;

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
/// <item>Of several requests that are no edits the first one named counts.</item>
/// <item>What is quoted is content; what must not be done ("don't export yet") and what only says when or if ("before you
/// export") is no request.</item>
/// </list>
/// </remarks>
public static class RequestRouter
{
    private static readonly WordReader Reader = new(RequestVocabulary.Contains);

    /// <summary>Says where a request goes. Takes time in proportion to its length, whatever it holds.</summary>
    /// <param name="request">What the user says.</param>
    public static RequestRoute Route(string request)
    {
        var original = QuotedText.Unwrap(request ?? throw new ArgumentNullException(nameof(request)));
        var text = TextFolding.Fold(original);
        if (text.Length > 0 && FilePath.IsMediaFile(text))
        {
            return Make(ClauseMeaning.Upload) with { Files = [original] };
        }

        var words = Reader.Read(text);
        var clauses = RequestClause.ReadAll(words);
        var found = Find(clauses);
        return Make(found) with
        {
            Files = [.. words.Select(word => NamedFile(word, original)).OfType<string>()],
            HoldsMessage = found == ClauseMeaning.ForAgent
                || (found == ClauseMeaning.Upload && clauses.Exists(static clause => ClauseReading.Read(clause) == ClauseMeaning.ForAgent)),
        };
    }

    private static ClauseMeaning Find(List<RequestClause> clauses)
    {
        var found = ClauseMeaning.Nothing;
        foreach (var clause in clauses)
        {
            var meaning = ClauseReading.Read(clause);
            if (meaning == ClauseMeaning.ForAgent)
            {
                return meaning;
            }

            if (meaning == ClauseMeaning.Upload && found == ClauseMeaning.Nothing && clause.NamesFile)
            {
                return meaning;
            }

            found = found == ClauseMeaning.Nothing ? meaning : found;
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
            WordKind.Quoted when MediaType.Of(QuotedText.Unwrap(written)) is not null => QuotedText.Unwrap(written),
            _ => null,
        };
    }

    private static RequestRoute Make(ClauseMeaning meaning) => meaning switch
    {
        ClauseMeaning.Export => new(Language.Route.Export, "It asks for the finished video and for nothing else."),
        ClauseMeaning.Credits => new(Language.Route.Credits, "It asks for the credits and for nothing else."),
        ClauseMeaning.State => new(Language.Route.State, "It asks for the state of the timeline and for nothing else."),
        ClauseMeaning.Upload => new(Language.Route.Upload, "It hands over a file, which must be there before anything else is done."),
        ClauseMeaning.ForAgent => new(Language.Route.Message, "It holds an edit, a question or something else for the agent."),
        _ => new(Language.Route.Message, "It asks for no export, credits, state or upload."),
    };
}
