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
