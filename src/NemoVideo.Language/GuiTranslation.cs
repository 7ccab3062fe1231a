namespace NemoVideo.Language;

/// <summary>
/// What the backend says, for a user without a screen (protocol section 9): instructions to a screen are turned into
/// actions and left out; everything else stays to the letter.
/// </summary>
/// <remarks>
/// Works by sentences, and within them by clauses, in English and in Chinese. What is in quotation marks, behind "says" or
/// behind a colon describes content and is never an instruction; a sentence with a link stays, since a link needs no
/// screen. Offers and statements ("the video is ready to export") stay; "you can now export it" is an instruction.
/// </remarks>
public sealed class GuiTranslation
{
    /// <summary>Its words take many times its memory.</summary>
    private const int LongestText = 256 * 1024;

    private GuiTranslation(string text, IReadOnlyList<GuiAction> actions)
    {
        Text = text;
        Actions = actions;
    }

    /// <summary>What is left to be read; the text as it came where it held no instruction, empty where it held nothing else.</summary>
    public string Text { get; }

    /// <summary>What the instructions come to, each action once, in the order of the text.</summary>
    public IReadOnlyList<GuiAction> Actions { get; }

    /// <summary>Translates a whole text; a piece of one could end within a quotation. Takes time in proportion to its length.</summary>
    /// <param name="text">What the backend says; longer than 256 Ki characters it stays as it is.</param>
    public static GuiTranslation Translate(string text)
    {
        if (text?.Length > LongestText)
        {
            return new GuiTranslation(text, []);
        }

        var actions = new List<GuiAction>();
        var lines = (text ?? throw new ArgumentNullException(nameof(text))).Split('\n').Select(static line => new GuiLine(line)).ToList();
        var continues = false;
        foreach (var line in lines)
        {
            continues = line.Translate(actions, continues);
        }

        if (!lines.Exists(static line => line.IsChanged))
        {
            return new GuiTranslation(text, []);
        }

        return new GuiTranslation(Join(lines), [.. actions.Distinct()]);
    }

    private static string Join(List<GuiLine> lines)
    {
        var kept = new List<string>();
        for (var i = 0; i < lines.Count; i++)
        {
            // Where a paragraph went, one of the two empty lines around it goes as well.
            var isSecondBlank = lines[i].IsBlank && i > 0 && lines[i - 1].IsGone && (kept.Count == 0 || string.IsNullOrWhiteSpace(kept[kept.Count - 1]));
            if (!lines[i].IsGone && !isSecondBlank && !AnnouncesNothing(lines, i))
            {
                kept.Add(lines[i].Kept);
            }
        }

        return string.Join("\n", kept).Trim();
    }

    /// <summary>A line such as "Next steps:" whose list is gone.</summary>
    private static bool AnnouncesNothing(List<GuiLine> lines, int index)
    {
        if (!lines[index].EndsWithColon || index + 1 == lines.Count || !lines[index + 1].IsGone)
        {
            return false;
        }

        var last = index + 1;
        while (last < lines.Count && lines[last].IsGone)
        {
            last++;
        }

        return last == lines.Count || lines[last].IsBlank;
    }
}
