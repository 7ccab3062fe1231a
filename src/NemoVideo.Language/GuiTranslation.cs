namespace NemoVideo.Language;

/// <summary>What to do instead of a GUI instruction (protocol section 9).</summary>
public enum GuiAction
{
    /// <summary>Nothing.</summary>
    None,
    /// <summary>"Click …": the call that the button stands for.</summary>
    RunCall,
    /// <summary>"Open …": reading the state.</summary>
    ReadState,
    /// <summary>"Drag", "drop": an edit, in words.</summary>
    SendEdit,
    /// <summary>"Preview in timeline": the summary of the tracks.</summary>
    ShowTracks,
    /// <summary>"Export button": the export.</summary>
    Export,
    /// <summary>"Check account", "billing": the credits.</summary>
    ShowCredits,
}

/// <summary>Translates agent text for a user without a GUI (protocol section 9): replaces GUI instructions by actions.</summary>
/// <remarks>
/// Works by sentences and clauses, in English and in Chinese. A text in quotation marks, after "says" or after a colon is content and
/// never an instruction. A sentence with a link stays, because a link needs no GUI. Offers and statements ("the video is ready to export")
/// stay; "you can now export it" is an instruction.
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

    /// <summary>The text without the instructions; unchanged if there are none, and empty if there is nothing else.</summary>
    public string Text { get; }

    /// <summary>The actions, each once, in the order of the text.</summary>
    public IReadOnlyList<GuiAction> Actions { get; }

    /// <summary>Translates a complete text, since a part could end within a quotation. A text over 256 Ki characters stays.</summary>
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

        return lines.Exists(static line => line.IsChanged)
            ? new GuiTranslation(Join(lines), [.. actions.Distinct()])
            : new GuiTranslation(text, []);
    }

    private static string Join(List<GuiLine> lines)
    {
        var kept = new List<string>();
        for (var i = 0; i < lines.Count; i++)
        {
            // Where a paragraph went, one of the two empty lines around it goes as well.
            var followsBlank = kept.Count == 0 || string.IsNullOrWhiteSpace(kept[kept.Count - 1]);
            var isSecondBlank = lines[i].IsBlank && i > 0 && lines[i - 1].IsGone && followsBlank;
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

        var next = lines.FindIndex(index + 1, static line => !line.IsGone);
        return next < 0 || lines[next].IsBlank;
    }
}
