namespace NemoVideo.Language;

/// <summary>The action that replaces a GUI instruction (protocol section 9).</summary>
public enum GuiAction
{
    /// <summary>No action.</summary>
    None,
    /// <summary>"Click …": run the command that corresponds to the button.</summary>
    RunCall,
    /// <summary>"Open …": read the state.</summary>
    ReadState,
    /// <summary>"Drag", "drop": send an edit as a message.</summary>
    SendEdit,
    /// <summary>"Preview in timeline": show the summary of the tracks.</summary>
    ShowTracks,
    /// <summary>"Export button": start an export.</summary>
    Export,
    /// <summary>"Check account", "billing": show the credits.</summary>
    ShowCredits,
}

/// <summary>Translates agent text for a user without a GUI (protocol section 9): replaces GUI instructions with actions.</summary>
/// <remarks>
/// Reads English and Chinese, sentence by sentence and clause by clause. Text in quotation marks, after "says" or after a colon is
/// content and never an instruction. A sentence with a link is unchanged, because a link needs no GUI. Offers and statements, such as
/// "the video is ready to export", are unchanged too. "You can now export it" is an instruction.
/// </remarks>
public sealed class GuiTranslation
{
    /// <summary>The words of a text need much more memory than the text itself.</summary>
    private const int MaxTextLength = 256 * 1024;

    private GuiTranslation(string text, IReadOnlyList<GuiAction> actions)
    {
        Text = text;
        Actions = actions;
    }

    /// <summary>The text without the instructions. Unchanged if there are none, empty if there is no other text.</summary>
    public string Text { get; }

    /// <summary>The actions in the order of the text, without duplicates.</summary>
    public IReadOnlyList<GuiAction> Actions { get; }

    /// <summary>
    /// Translates a complete text, because a partial text could end inside a quotation. A text of more than 256 Ki characters is
    /// returned unchanged.
    /// </summary>
    public static GuiTranslation Translate(string text)
    {
        if (text?.Length > MaxTextLength)
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
            // If a paragraph was removed, one of the two blank lines around it is removed too.
            var followsBlank = kept.Count == 0 || string.IsNullOrWhiteSpace(kept[kept.Count - 1]);
            var isSecondBlank = lines[i].IsBlank && i > 0 && lines[i - 1].IsRemoved && followsBlank;
            if (!lines[i].IsRemoved && !isSecondBlank && !IntroducesRemovedLines(lines, i))
            {
                kept.Add(lines[i].RemainingText);
            }
        }

        return string.Join("\n", kept).Trim();
    }

    /// <summary>Whether the line introduces a list that was removed: "Next steps:".</summary>
    private static bool IntroducesRemovedLines(List<GuiLine> lines, int index)
    {
        if (!lines[index].EndsWithColon || index + 1 == lines.Count || !lines[index + 1].IsRemoved)
        {
            return false;
        }

        var next = lines.FindIndex(index + 1, static line => !line.IsRemoved);
        return next < 0 || lines[next].IsBlank;
    }
}
