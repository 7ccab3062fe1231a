using static NemoVideo.Language.GuiRoles;

namespace NemoVideo.Language;

/// <summary>
/// Recognizes GUI instructions and finds the action that replaces them. A clause is an instruction only if it asks the user to do
/// something: "click the button" and "you can then click the button", but not "the title says click the button".
/// </summary>
internal static class GuiInstruction
{
    private const GuiRoles Verbs = Click | Choose | Open | Drag | Drop | View | Export;

    /// <param name="clause">The clause.</param>
    /// <param name="continues">Whether the previous clause is an instruction.</param>
    /// <returns>The action that replaces the instruction. Null if the clause isn't an instruction.</returns>
    public static GuiAction? Read(GuiClause clause, bool continues)
    {
        if (PointsAtExportButton(clause))
        {
            return GuiAction.Export;
        }

        if (IsUiReference(clause))
        {
            return Target(clause, 0) ?? GuiAction.RunCall;
        }

        return FindVerb(clause.Words) is { } verb ? ReadVerb(clause, verb, continues) : null;
    }

    private static GuiAction? ReadVerb(GuiClause clause, int position, bool continues)
    {
        var verb = clause.Words[position];
        GuiWord? next = position + 1 < clause.Words.Count ? clause.Words[position + 1] : null;
        if (next is { } noun && noun.Is(CompoundNoun))
        {
            return null;
        }

        var isHan = TextFolding.IsHan(verb.Word.Text[0]);
        if (verb.Is(Click))
        {
            return isHan || next is not { } target || target.Kind == WordKind.Quoted || target.IsCapital
                || target.Is(ObjectStart | Screen | Place | ExportTarget | Account | TimelineName | Subordinator)
                || TextFolding.IsHan(target.Word.Text[0])
                ? Target(clause, position) ?? GuiAction.RunCall
                : null;
        }

        if (verb.Is(Drag))
        {
            return isHan || next is { } dragged && (dragged.Kind == WordKind.Quoted || dragged.Is(ObjectStart | Connective | Drop))
                ? GuiAction.SendEdit
                : null;
        }

        if (verb.Is(View | Open) && clause.Has(Account))
        {
            return GuiAction.ShowCredits;
        }

        if (verb.Is(View) && clause.Has(TimelineName))
        {
            return GuiAction.ShowTracks;
        }

        return verb.Is(Open) && HasScreen(clause, position) ? Target(clause, position) ?? GuiAction.ReadState
            : verb.Is(Drop) && (clause.Has(TimelineName) || HasScreen(clause, position)) ? GuiAction.SendEdit
            : verb.Is(Choose) && (HasScreen(clause, position) || next is { Kind: WordKind.Quoted } or { NamesExport: true })
                ? Target(clause, position) ?? GuiAction.RunCall
            : verb.Is(Choose) && continues ? GuiAction.None
            : verb.Is(Export) && (next is not { } exported || isHan || exported.Is(ObjectStart)) && !clause.IsSubordinate ? GuiAction.Export
            : null;
    }

    /// <summary>The position of the verb of an instruction, which only introductory words can precede. Null for none.</summary>
    private static int? FindVerb(IReadOnlyList<GuiWord> words)
    {
        var isInverted = false;
        for (var i = 0; i < words.Count; i++)
        {
            var isGoAhead = words[i].Word.Text == "go" && i + 1 < words.Count && words[i + 1].Word.Text == "ahead";
            if (words[i].Is(Verbs) && !isGoAhead)
            {
                return isInverted && i + 1 < words.Count && words[i + 1].Word.Text == "了" ? null : i;
            }

            isInverted |= words[i].Is(Inverts);
            if (words[i].Is(Says) || !(isInverted || words[i].Is(Lead) || (i == 0 && words[i].Is(Subordinator))))
            {
                return null;
            }
        }

        return null;
    }

    /// <summary>Whether the clause refers to a part of the GUI: "… using the Export button", "… from the menu".</summary>
    private static bool IsUiReference(GuiClause clause) =>
        clause.Words.Count > 1 && clause.Words[0].Word.Text is "using" or "via" or "through" or "from"
        && HasScreen(clause, 0) && !clause.Has(Content);

    /// <summary>Whether the clause describes the location of the button: "The Export button is in the top right corner."</summary>
    private static bool PointsAtExportButton(GuiClause clause)
    {
        var words = clause.Words;
        var name = words.Count > 0 && words[0].Is(ObjectStart) ? 1 : 0;
        return name + 1 < words.Count
            && words[name].NamesExport
            && words[name + 1].Is(Screen)
            && clause.Has(Finite)
            && clause.Has(Place)
            && !clause.Has(Content);
    }

    private static bool HasScreen(GuiClause clause, int position) =>
        clause.Words.Skip(position + 1).Any(static word => word.Is(Screen | TimelineName));

    /// <summary>The action for the target of a click: the export or the credits. Null for any other target.</summary>
    private static GuiAction? Target(GuiClause clause, int verb)
    {
        var isPurpose = false;
        for (var i = verb + 1; i < clause.Words.Count; i++)
        {
            var word = clause.Words[i];
            isPurpose |= word.Is(EndsTarget);
            if (word.NamesExport && (!isPurpose || clause.Words[i - 1].Is(EndsTarget)))
            {
                return GuiAction.Export;
            }

            if (word.Is(Account) && !isPurpose)
            {
                return GuiAction.ShowCredits;
            }
        }

        return null;
    }
}
