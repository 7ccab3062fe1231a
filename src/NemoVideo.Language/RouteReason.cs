using static NemoVideo.Language.RequestRoles;

namespace NemoVideo.Language;

/// <summary>Says why a request goes where it goes: the words that were found, and the rule they meet, in one sentence.</summary>
internal static class RouteReason
{
    private const int LongestWord = 40;
    private const RequestRoles Keywords = Export | Exported | Credit | State | StatePart | Upload | Cancel | Save;

    public static string Of(ClauseMeaning meaning, RequestClause? clause, IReadOnlyList<Word> words) => clause is null
        ? OfNothing(words)
        : meaning switch
        {
            ClauseMeaning.Export => $"{Name(clause, Export | Exported | Save, Send)} asks for the finished video.",
            ClauseMeaning.Credits => $"{Name(clause, Credit)} asks for the credits.",
            ClauseMeaning.State => $"{Name(clause, State | StatePart, Show | Ask | Ended)} asks what is on the timeline.",
            ClauseMeaning.ExportStatus => $"{Name(clause, Exports)} with {Name(clause, State | Ended, Ask)} asks how far the exports are.",
            ClauseMeaning.Cancel => $"{Name(clause, Cancel)} ends the exports that are under way.",
            ClauseMeaning.Help when QuestionReading.AsksForPrice(clause) => $"{Name(clause, Price)} asks what something costs.",
            ClauseMeaning.Help => $"{Name(clause, How | Leave, Ask | Help)} asks how something is done, not to do it.",
            ClauseMeaning.Upload when clause.Has(Upload) =>
                $"{Name(clause, Upload)} hands over a file, which must be there before anything else is done.",
            ClauseMeaning.Upload => "It names a file, which must be there before anything else is done.",
            _ => OfMessage(clause, words),
        };

    private static string OfNothing(IReadOnlyList<Word> words) =>
        FirstText(words.Where(static word => (RequestVocabulary.RolesOf(word) & Negation) != 0)) is { } negation
            ? $"{Quote(negation)} takes back what follows, and nothing else is asked for."
            : "It asks for no export, credits, state or upload.";

    private static string OfMessage(RequestClause clause, IReadOnlyList<Word> words)
    {
        var quoted = FirstText(words.Where(static word => word.Kind == WordKind.Quoted && HoldsKeyword(word)));
        var unknown = clause.Words.Where(static word => word.Roles == None && word.Kind == WordKind.Plain).Select(static word => word.Word);
        var why = clause.First(Edit) is { } edit ? $"{Quote(edit)} asks for an edit"
            : clause.First(Content) is { } content ? $"{Quote(content)} is about what the video holds"
            : FirstText(unknown) is not { } other ? "Its words together make no other request"
            : clause.First(Keywords) is { } keyword ? $"{Quote(other)} stands beside {Quote(keyword)}, which is content then"
            : $"{Quote(other)} is for the agent to understand";
        return quoted is null ? why + "." : $"{why}, and {Cut(quoted)} stands in quotes: content.";
    }

    private static bool HoldsKeyword(Word quotation) =>
        WordReader.OfRequests.Read(QuotedText.Unwrap(quotation.Text))
            .Exists(static word => (RequestVocabulary.RolesOf(word) & Keywords) != 0);

    private static string? FirstText(IEnumerable<Word> words) => words.Select(static word => word.Text).FirstOrDefault();

    private static string Name(RequestClause clause, RequestRoles roles, RequestRoles otherwise = None) =>
        Quote(clause.First(roles) ?? clause.First(otherwise) ?? clause.Words[0].Text);

    private static string Quote(string word) => $"'{Cut(word)}'";

    private static string Cut(string text) => text.Length <= LongestWord ? text : text.Substring(0, LongestWord) + "…";
}
