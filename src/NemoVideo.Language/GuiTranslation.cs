using System.Text;
using NemoVideo.Language.Intents;

namespace NemoVideo.Language;

/// <summary>The action that does the same as a GUI instruction (protocol section 9).</summary>
public enum GuiAction
{
    /// <summary>Start an export.</summary>
    Export,
    /// <summary>Read the state.</summary>
    ReadState,
    /// <summary>Send an edit as a message.</summary>
    SendEdit,
    /// <summary>Show the credits.</summary>
    ShowCredits,
}

/// <summary>The equivalent of a GUI instruction.</summary>
/// <param name="Action">The action.</param>
/// <param name="Message">The message of an edit; empty for other actions.</param>
public sealed record GuiSuggestion(GuiAction Action, string Message);

/// <summary>Translates agent text for a user without a GUI (protocol section 9).</summary>
/// <remarks>
/// A sentence that is surely an instruction and has an equivalent is replaced by a line with the suggestion. If the sentence also
/// contains other facts, the line follows it. All other text is unchanged.
/// </remarks>
/// <param name="Text">The text with the suggestions. Unchanged if there are none.</param>
/// <param name="Suggestions">The suggestions in the order of the text, without duplicates.</param>
public sealed record GuiTranslation(string Text, IReadOnlyList<GuiSuggestion> Suggestions)
{
    /// <summary>The probability from which an instruction is replaced. Chosen by cross-validation.</summary>
    public const double ReplaceThreshold = 0.75;

    private const int MaxTextLength = 256 * 1024;
    private const int MaxSentenceLength = 400;
    private const RegexOptions Options = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant;

    private static readonly Regex Account = new(
        @"\b(check|view|see|open|visit|go to)\b[^.]*\b(account|billing|balance)\b|(查看|打开|前往).*(账户|账单|余额)", Options);

    private static readonly Regex Negated = new(
        @"\b(?:don'?t|do not|no need to|not (?:need|have) to|never|without)\s+[a-z]|不要|无需|不必|不用|请勿|别(?=[点单按拖打导])", Options);

    private static readonly Regex Condition = new(
        @"^\W*((if|when|once|after|to|for|before|whenever|as soon as)\b|如果|若|当|想|要|完成后|下一步)", Options);
    private static readonly Regex Lead = new(
        @"^\W*((please|kindly|just|simply|now|then|next|finally|afterwards|beforehand|also|go ahead and|feel free to|you can( now)?( also)?|you may|you could"
        + @"|请您?|您?可以|现在|然后)[\s,，]*)+",
        Options);

    private static readonly Regex Drag = new(@"^(drag[ /-](and|&)?[ -]?drop|drag|drop)\b|拖[拽动放]?", Options);
    private static readonly Regex Screen = new(
        @"\b(click|hover|slider|button|icon|panel|menu|handles?|edges?|cursor|playhead)\b|点击|单击|滑块|按钮|滑杆|手柄", Options);

    private static readonly Regex Button = new(
        @"((?:click|tap|press|hit|choose|select)\s+(?:on\s+|the\s+)*|(?:点击|单击|点按)[^“「【""]{0,8})"
        + @"[""“'‘「【](export|download|导出|下载)[""”'’」】]",
        Options);

    /// <summary>
    /// Translates a complete text, because a partial text could end inside a sentence. A text of more than 256 Ki characters is
    /// returned unchanged.
    /// </summary>
    /// <param name="text">The text of the agent.</param>
    /// <param name="format">Formats a suggestion as a line.</param>
    public static GuiTranslation Translate(string text, Func<GuiSuggestion, string> format)
    {
        var suggestions = new List<GuiSuggestion>();
        var result = new StringBuilder();
        var copied = 0;
        foreach (var (start, end) in text.Length > MaxTextLength ? [] : AgentSentences.Find(text))
        {
            var sentence = text.Substring(start, end - start);
            if (SuggestAll(sentence) is { Count: > 0 } found)
            {
                suggestions.AddRange(found);
                var isReplaced = IsComplete(sentence, found);
                var before = text.Substring(copied, (isReplaced ? start : end) - copied);
                var followsText = !isReplaced || !AgentSentences.BeginsLine(text, start);
                result.Append(followsText ? before.TrimEnd(' ') : before);
                result.Append(followsText && result.Length > 0 && result[result.Length - 1] != '\n' ? "\n" : "");
                result.Append(string.Join("\n", found.Select(format)));
                copied = end;
                if (!AgentSentences.EndsLine(text, end))
                {
                    result.Append('\n');
                    copied += text[end] == ' ' ? 1 : 0;
                }
            }
        }

        return suggestions.Count == 0
            ? new GuiTranslation(text, [])
            : new GuiTranslation(result.Append(text, copied, text.Length - copied).ToString(), [.. suggestions.Distinct()]);
    }

    /// <summary>
    /// The equivalents of a sentence. Several clauses can have different ones: "Preview it in the timeline, then click Export."
    /// </summary>
    private static List<GuiSuggestion> SuggestAll(string sentence)
    {
        var parts = sentence.Length <= MaxSentenceLength ? ClausesOf(sentence) : [];
        if (!IsInstruction(sentence) && !(parts.Count > 1 && parts.TrueForAll(IsInstruction)))
        {
            return [];
        }

        // The message of an edit contains all clauses, so it replaces those of single clauses.
        var clauses = parts.Select(Suggest).OfType<GuiSuggestion>().Distinct().ToList();
        return Suggest(sentence) is { } whole && clauses.TrueForAll(one => one.Action == whole.Action) ? [whole]
            : clauses.TrueForAll(static one => one.Action == GuiAction.SendEdit) ? [] // An edit without the rest makes no sense.
            : clauses;
    }

    private static List<string> ClausesOf(string sentence) => ClauseBoundary.Split(sentence).ConvertAll(static clause => clause.Text);

    /// <summary>Whether a sentence is surely an instruction. A question and a heading are none, and the user may need a link.</summary>
    private static bool IsInstruction(string sentence) => sentence.Length <= MaxSentenceLength && !sentence.Contains("://")
        && sentence.IndexOfAny(['?', '？']) < 0 && sentence.LastOrDefault() is not (':' or '：') && !Negated.IsMatch(sentence)
        && Classify(sentence) is { Probability: >= ReplaceThreshold } prediction && prediction.Intent != AgentSentenceIntent.None;

    /// <summary>The equivalent of a sentence or clause; null if it isn't surely an instruction, or has no equivalent.</summary>
    private static GuiSuggestion? Suggest(string sentence) => !IsInstruction(sentence) ? null : ActionOf(sentence) switch
    {
        GuiAction.SendEdit => MessageOf(sentence) is { } message ? new(GuiAction.SendEdit, message) : null,
        { } action => new(action, ""),
        _ => null,
    };

    /// <summary>The action that a sentence or clause asks for; null for none.</summary>
    private static GuiAction? ActionOf(string sentence) => Classify(sentence).Intent switch
    {
        AgentSentenceIntent.State or AgentSentenceIntent.Other when Account.IsMatch(sentence) => GuiAction.ShowCredits,
        AgentSentenceIntent.Export => GuiAction.Export,
        AgentSentenceIntent.State => GuiAction.ReadState,
        AgentSentenceIntent.Edit => GuiAction.SendEdit,
        _ => null,
    };

    /// <summary>Finds the intent. Quotation marks hide their content from the model, but the name of a button decides.</summary>
    private static IntentPrediction<AgentSentenceIntent> Classify(string sentence) =>
        IntentModels.AgentSentences.Classify(Button.Replace(sentence, "$1$2"));

    /// <summary>
    /// Whether the suggestions contain every clause except conditions such as "If it fails". Facts ("Your video is ready, click Export.")
    /// and instructions without an equivalent ("Click Apply, then click Export.") aren't among them.
    /// </summary>
    private static bool IsComplete(string sentence, List<GuiSuggestion> found) => ClausesOf(sentence) is not { Count: > 1 } clauses
        || clauses.TrueForAll(clause => (ActionOf(clause) is { } action && found.Exists(one => one.Action == action))
            || (Condition.IsMatch(clause) && Classify(clause) is { Intent: AgentSentenceIntent.None } or { Probability: < ReplaceThreshold }));

    /// <summary>
    /// The message for the same edit: "Please drag the sticker to the left." → "move the sticker to the left". Null if the sentence makes
    /// no sense without a GUI: "Right-click the clip."
    /// </summary>
    private static string? MessageOf(string sentence)
    {
        var comma = sentence.IndexOfAny([',', '，']);
        var instruction = comma > 0 && Condition.IsMatch(sentence) ? sentence.Substring(comma + 1) : sentence;
        var text = Lead.Replace(instruction, "", 1).Trim(' ', '.', '。', '!', '！', '*', '_', '(', ')', '（', '）');
        return Screen.IsMatch(text) || !Drag.IsMatch(text) ? null
            : Drag.Replace(text, static match => match.Value[0] == '拖' ? "移动" : "move", 1);
    }
}
