namespace NemoVideo.Language;

/// <summary>The meaning of a clause, which decides the route of its request.</summary>
internal enum ClauseMeaning
{
    Nothing, // Requests nothing: politeness, praise, a statement, or a negated request.
    ForAgent, // A message to the agent: an edit, or a clause that isn't recognized.
    Export, // Asks for the finished video.
    Credits, // Asks for the credits.
    State, // Asks for the state of the timeline.
    Upload, // Asks for an upload.
    ExportStatus, // Asks for the status of the exports.
    Cancel, // Asks to cancel the exports in progress.
    Help, // Asks how to do something, or what it costs.
}

/// <summary>A word of a request with its possible roles.</summary>
internal readonly record struct RequestWord(Word Word, RequestRoles Roles)
{
    public WordKind Kind => Word.Kind;
    public string Text => Word.Text;

    public bool Is(RequestRoles roles) => (Roles & roles) != 0;
}

/// <summary>A part of a request between two punctuation marks or connectives.</summary>
internal sealed class RequestClause(IReadOnlyList<RequestWord> words, bool isSubordinate)
{
    public IReadOnlyList<RequestWord> Words => words;
    public bool IsSubordinate => isSubordinate;

    /// <summary>The position of the first word that isn't filler. If all words are filler, the number of words.</summary>
    public int Head => words.TakeWhile(static word => word.Is(RequestRoles.Filler) && !word.Is(RequestRoles.Negation)).Count();

    /// <summary>Whether the clause names the file to upload: by "upload" and a file name, by a rooted path, or by a URL.</summary>
    public bool NamesFile => words.Any(word => word.Kind switch
    {
        WordKind.Address => true,
        WordKind.File => Has(RequestRoles.Upload) || FilePath.IsRooted(word.Text, 0),
        WordKind.Quoted => Has(RequestRoles.Upload) && MediaFileName.IsSupported(QuotedText.Unwrap(word.Text)),
        _ => false,
    });

    public bool Has(RequestRoles roles) => words.Any(word => word.Is(roles));

    public bool Has(WordKind kind) => words.Any(word => word.Kind == kind);

    public bool HasOnly(RequestRoles roles) => words.All(word => word.Is(roles));

    /// <summary>The first word after a position that has none of the skipped roles. The default value if there is none.</summary>
    public RequestWord FirstAfter(int position, RequestRoles skipped) => words.Skip(position + 1).FirstOrDefault(word => !word.Is(skipped));

    /// <summary>The first word that has one of the roles. Null if there is none.</summary>
    public string? First(RequestRoles roles) => words.Where(word => word.Is(roles)).Select(static word => word.Text).FirstOrDefault();

    /// <summary>Splits a request into clauses.</summary>
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

    // "export it once more" and "when will it be ready" don't begin a subordinate clause.
    private static bool OpensClause(string word, string next) => word switch
    {
        "once" => next is not ("more" or "again"),
        "when" => next is not ("is" or "are" or "will" or "can" or "does" or "did"),
        _ => true,
    };
}
