namespace NemoVideo.Language;

/// <summary>What a clause means for the route of its request.</summary>
internal enum ClauseMeaning
{
    Nothing, // Nothing: politeness, praise, a statement, something that shall not be done.
    ForAgent, // Something the agent must hear: an edit, or what we do not understand.
    Export, // Asks for the finished video.
    Credits, // Asks for the credits.
    State, // Asks for the state of the timeline.
    Upload, // Hands a file to the service.
    ExportStatus, // Asks how far the exports are.
    Cancel, // Ends the exports that are under way.
    Help, // Asks how something is done, or what it costs.
}

/// <summary>A word of a request with the parts it can play.</summary>
internal readonly record struct RequestWord(Word Word, RequestRoles Roles)
{
    public WordKind Kind => Word.Kind;
    public string Text => Word.Text;

    public bool Is(RequestRoles roles) => (Roles & roles) != 0;
}

/// <summary>What stands between two marks or connectives of a request.</summary>
internal sealed class RequestClause(IReadOnlyList<RequestWord> words, bool isSubordinate)
{
    public IReadOnlyList<RequestWord> Words => words;
    public bool IsSubordinate => isSubordinate;

    /// <summary>The position of the first word that says anything, or the number of words where none does.</summary>
    public int Head => words.TakeWhile(static word => word.Is(RequestRoles.Filler) && !word.Is(RequestRoles.Negation)).Count();

    /// <summary>Whether it says which file is to be uploaded: by "upload" and a file, by a full path, or by an address.</summary>
    public bool NamesFile => words.Any(word => word.Kind switch
    {
        WordKind.Address => true,
        WordKind.File => Has(RequestRoles.Upload) || FilePath.IsRooted(word.Text, 0),
        WordKind.Quoted => Has(RequestRoles.Upload) && MediaFileName.Is(QuotedText.Unwrap(word.Text)),
        _ => false,
    });

    public bool Has(RequestRoles roles) => words.Any(word => word.Is(roles));

    public bool Has(WordKind kind) => words.Any(word => word.Kind == kind);

    public bool HasOnly(RequestRoles roles) => words.All(word => word.Is(roles));

    /// <summary>The first word after a place that plays none of some parts; no word at all where there is none.</summary>
    public RequestWord FirstAfter(int position, RequestRoles skipped) => words.Skip(position + 1).FirstOrDefault(word => !word.Is(skipped));

    /// <summary>The first word that plays one of some parts; null where none does.</summary>
    public string? First(RequestRoles roles) => words.Where(word => word.Is(roles)).Select(static word => word.Text).FirstOrDefault();

    /// <summary>Cuts a request into clauses.</summary>
    public static List<RequestClause> ReadAll(IReadOnlyList<Word> words)
    {
        var clauses = new List<RequestClause>();
        var current = new List<RequestWord>();
        var isSubordinate = false;
        for (var i = 0; i < words.Count; i++)
        {
            var word = new RequestWord(words[i], RequestVocabulary.RolesOf(words[i]));
            var next = i + 1 < words.Count ? words[i + 1].Text : "";
            var opensSubordinate = word.Is(RequestRoles.Subordinator) && OpensClause(word.Text, next);
            if (word.Kind != WordKind.Mark && !word.Is(RequestRoles.Connective) && !opensSubordinate)
            {
                current.Add(word);
                continue;
            }

            End(clauses, ref current, isSubordinate);
            isSubordinate = opensSubordinate;
        }

        End(clauses, ref current, isSubordinate);
        return clauses;
    }

    private static void End(List<RequestClause> clauses, ref List<RequestWord> words, bool isSubordinate)
    {
        if (words.Count > 0)
        {
            clauses.Add(new RequestClause(words, isSubordinate));
            words = [];
        }
    }

    // "export it once more" and "when will it be ready" open no clause that depends on another one.
    private static bool OpensClause(string word, string next) => word switch
    {
        "once" => next is not ("more" or "again"),
        "when" => next is not ("is" or "are" or "will" or "can" or "does" or "did"),
        _ => true,
    };
}
