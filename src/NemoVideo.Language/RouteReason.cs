using static NemoVideo.Language.RequestRoles;

namespace NemoVideo.Language;

/// <summary>Explains the route of a request in one sentence: the words that were found, and the rule that applies to them.</summary>
internal static class RouteReason
{
    private const int MaxWordLength = 40;
    private const RequestRoles Keywords = Export | Exported | Credit | State | StatePart | Upload | Cancel | Save;

    public static string Of(ClauseMeaning meaning, RequestClause? clause, IReadOnlyList<Word> words) => clause is null
        ? ForNoRequest(words)
        : meaning switch
        {
            ClauseMeaning.Export => $"{Name(clause, Export | Exported | Save, Send)} indicates a request for the finished video.",
            ClauseMeaning.Credits => $"{Name(clause, Credit)} indicates a request for the credit balance.",
            ClauseMeaning.State => $"{Name(clause, State | StatePart, Show | Ask | Completed)} indicates a request for the timeline.",
            ClauseMeaning.ExportStatus =>
                $"{Name(clause, Exports)} and {Name(clause, State | Completed, Ask)} indicate a request for the status of the exports.",
            ClauseMeaning.Cancel => $"{Name(clause, Cancel)} indicates a request to cancel the exports in progress.",
            ClauseMeaning.Help when QuestionReading.AsksForPrice(clause) => $"{Name(clause, Price)} is part of a question about prices.",
            ClauseMeaning.Help => $"{Name(clause, How | Permission, Ask | Help)} is part of a question about how to do something.",
            ClauseMeaning.Upload when clause.Has(Upload) => $"{Name(clause, Upload)} indicates a request to upload files. Files are uploaded first.",
            ClauseMeaning.Upload => "The request contains a path or URL. Files are uploaded first.",
            _ => ForMessage(clause, words),
        };

    private static string ForNoRequest(IReadOnlyList<Word> words) =>
        FirstText(words.Where(static word => (RequestVocabulary.RolesOf(word) & Negation) != 0)) is { } negation
            ? $"{Quote(negation)} negates the request, and nothing else was requested."
            : "The request doesn't mention an export, credits, the timeline or an upload.";

    private static string ForMessage(RequestClause clause, IReadOnlyList<Word> words)
    {
        var quoted = FirstText(words.Where(static word => word.Kind == WordKind.Quoted && ContainsKeyword(word)));
        var unknown = clause.Words.Where(static word => word.Roles == None && word.Kind == WordKind.Plain).Select(static word => word.Word);
        var why = clause.First(Edit) is { } edit ? $"{Quote(edit)} indicates a request for an edit"
            : clause.First(Content) is { } content ? $"{Quote(content)} refers to the content of the video"
            : FirstText(unknown) is not { } other ? "The words don't match a known command"
            : clause.First(Keywords) is { } keyword ? $"In combination with {Quote(other)}, {Quote(keyword)} isn't interpreted as a command"
            : $"{Quote(other)} is not part of a known command";
        return quoted is null ? why + "." : $"{why}. The quoted text {Truncate(quoted)} isn't interpreted as a command.";
    }

    private static bool ContainsKeyword(Word quotation) =>
        WordReader.ForRequests.Read(QuotedText.Unwrap(quotation.Text))
            .Exists(static word => (RequestVocabulary.RolesOf(word) & Keywords) != 0);

    private static string? FirstText(IEnumerable<Word> words) => words.Select(static word => word.Text).FirstOrDefault();

    private static string Name(RequestClause clause, RequestRoles roles, RequestRoles otherwise = None) =>
        Quote(clause.First(roles) ?? clause.First(otherwise) ?? clause.Words[0].Text);

    private static string Quote(string word) => $"'{Truncate(word)}'";

    private static string Truncate(string text) => text.Length <= MaxWordLength ? text : text.Substring(0, MaxWordLength) + "…";
}
