using static NemoVideo.Language.GuiRoles;

namespace NemoVideo.Language;

/// <summary>A word of agent text with its possible roles.</summary>
internal readonly record struct GuiWord(Word Word, GuiRoles Roles, bool IsCapital)
{
    private static readonly string[] ExportNames = ["export", "download", "导出", "下载"];

    public WordKind Kind => Word.Kind;

    public bool Is(GuiRoles roles) => (Roles & roles) != 0;

    /// <summary>Whether the word names the export, with or without quotation marks.</summary>
    public bool NamesExport => Is(ExportTarget) || (Kind == WordKind.Quoted && ExportNames.Any(Word.Text.Contains));

    public static GuiWord Of(Word word, string original) => new(
        word,
        word.Kind == WordKind.Plain ? GuiVocabulary.RolesOf(word.Text) : None,
        char.IsUpper(original[word.Start]));
}

/// <summary>A part of a sentence between two punctuation marks or connectives.</summary>
internal sealed class GuiClause(IReadOnlyList<GuiWord> words, int start, int end, bool followsMark, bool precedesColon)
{
    public IReadOnlyList<GuiWord> Words => words;
    public int Start => start;
    public int End => end;

    /// <summary>Whether the clause begins the sentence or follows a punctuation mark.</summary>
    public bool FollowsMark => followsMark;
    public bool PrecedesColon => precedesColon;
    public bool IsSubordinate => words.Count > 0 && words[0].Is(Subordinator);

    /// <summary>Whether the clause only announces instructions: "Next steps:".</summary>
    public bool IsAnnouncement => words.All(static word => word.Is(Announces | Export | ExportTarget));

    /// <summary>Whether the clause makes sense without the instruction before it: "your video will be ready in 60 seconds".</summary>
    public bool IsStatement => words.Count > 0 && words[0].Is(Subject) && words.Any(static word => word.Is(Finite));

    /// <summary>Whether the clause quotes content without quotation marks: "a caption that says tap the bell".</summary>
    public bool HasUnquotedContent =>
        words.Where((word, i) => word.Is(Says) && !(i + 1 < words.Count && words[i + 1].Kind == WordKind.Quoted)).Any();

    public bool Has(GuiRoles roles) => words.Any(word => word.Is(roles));
}
