using static NemoVideo.Language.GuiRoles;

namespace NemoVideo.Language;

/// <summary>A word of what the backend says, with the parts it can play.</summary>
/// <param name="Word">The word.</param>
/// <param name="Roles">The parts it can play.</param>
/// <param name="IsCapital">Whether it begins with a capital letter, as the names of buttons do.</param>
internal readonly record struct GuiWord(Word Word, GuiRoles Roles, bool IsCapital)
{
    public WordKind Kind => Word.Kind;

    public bool Is(GuiRoles roles) => (Roles & roles) != 0;

    /// <summary>Whether it names the export, in quotation marks or without.</summary>
    public bool NamesExport => Is(GuiRoles.ExportTarget)
        || (Kind == WordKind.Quoted && (Word.Text.Contains("export") || Word.Text.Contains("download") || Word.Text.Contains("导出") || Word.Text.Contains("下载")));

    public static GuiWord Of(Word word, string original) => new(
        word,
        word.Kind == WordKind.Plain ? GuiVocabulary.RolesOf(word.Text) : GuiRoles.None,
        char.IsUpper(original[word.Start]));
}

/// <summary>A part of a sentence, between two marks or connectives.</summary>
/// <param name="words">Its words.</param>
/// <param name="start">Where it begins in the text.</param>
/// <param name="end">The position after it; the mark or connective that follows lies behind.</param>
/// <param name="followsMark">Whether it begins the sentence or comes after a mark, not in the middle of something said.</param>
/// <param name="precedesColon">Whether a colon comes after it.</param>
internal sealed class GuiClause(IReadOnlyList<GuiWord> words, int start, int end, bool followsMark, bool precedesColon)
{
    public IReadOnlyList<GuiWord> Words => words;

    public int Start => start;

    public int End => end;

    public bool FollowsMark => followsMark;

    public bool PrecedesColon => precedesColon;

    public bool IsSubordinate => words.Count > 0 && words[0].Is(Subordinator);

    /// <summary>Whether it only leads up to instructions: "Next steps:".</summary>
    public bool IsAnnouncement => words.All(static word => word.Is(Announces | Export | ExportTarget));

    /// <summary>Whether it can stand without an instruction before it: "your video will be ready in 60 seconds".</summary>
    public bool IsStatement => words.Count > 0 && words[0].Is(Subject) && words.Any(static word => word.Is(Finite));

    /// <summary>Whether words of the content follow that are not in quotation marks: "a caption that says tap the bell".</summary>
    public bool LeavesQuotationOpen
    {
        get
        {
            for (var i = 0; i < words.Count; i++)
            {
                if (words[i].Is(Says) && !(i + 1 < words.Count && words[i + 1].Kind == WordKind.Quoted))
                {
                    return true;
                }
            }

            return false;
        }
    }

    public bool Has(GuiRoles roles) => words.Any(word => word.Is(roles));
}
