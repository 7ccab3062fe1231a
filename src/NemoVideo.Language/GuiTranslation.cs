using System.Text;
using System.Text.RegularExpressions;
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
public sealed class GuiTranslation
{
    /// <summary>The probability from which an instruction is replaced. Chosen by cross-validation.</summary>
    public const double ReplaceThreshold = 0.75;

    private const int MaxTextLength = 256 * 1024;
    private const int MaxSentenceLength = 400;
    private const RegexOptions Options = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant;

    private static readonly Regex Account = new(@"\b(check|view|see|open|visit|go to)\b[^.]*\b(account|billing|balance)\b|(查看|打开|前往).*(账户|账单|余额)", Options);
    private static readonly Regex Condition = new(@"^\W*(if|when|once|after|to|for|before|whenever|as soon as|next|then|finally|如果|若|当|想|要|完成后|下一步)", Options);
    private static readonly Regex Lead = new(
        @"^\W*((please|kindly|just|simply|now|then|next|finally|also|go ahead and|feel free to|you can( now)?( also)?|you may|you could|请您?|您?可以|现在|然后)[\s,，]*)+", Options);

    private static readonly Regex Purpose = new(@"^(use|using|grab|open|adjust|move|go to|click)\b[^""]*\b(slider|handles?|tool|panel|knob|menu|tab|icon|toggle|control|button)s?\b[^""]*?\bto (?<purpose>[a-z].*)$", Options);
    private static readonly Regex Drag = new(@"^(drag[ /-](and|&)?[ -]?drop|drag|drop)\b", Options);
    private static readonly Regex HanDrag = new("拖拽|拖动|拖放|拖");
    private static readonly Regex Screen = new(@"\b(click|hover|slider|button|icon|panel|menu|handles?|edges?|cursor|playhead)\b|点击|单击|滑块|按钮|滑杆|手柄", Options);

    private static readonly Regex Button = new(
        @"((?:click|tap|press|hit|choose|select)\s+(?:on\s+|the\s+)*|(?:点击|单击|点按)[^“「【""]{0,8})[""“'‘「【](export|download|导出|下载)[""”'’」】]", Options);

    private GuiTranslation(string text, IReadOnlyList<GuiSuggestion> suggestions)
    {
        Text = text;
        Suggestions = suggestions;
    }

    /// <summary>The text with the suggestions. Unchanged if there are none.</summary>
    public string Text { get; }

    /// <summary>The suggestions in the order of the text, without duplicates.</summary>
    public IReadOnlyList<GuiSuggestion> Suggestions { get; }

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
                var isReplaced = !ContainsFacts(sentence);
                result.Append(text, copied, (isReplaced ? start : end) - copied);
                copied = end;
                AddLine(result, string.Join("\n", found.Select(format)), followsText: !isReplaced || !AgentSentences.BeginsLine(text, start));
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

    /// <summary>The equivalents of a sentence. Several clauses can have different ones: "Preview it in the timeline, then click Export."</summary>
    private static List<GuiSuggestion> SuggestAll(string sentence)
    {
        if (Suggest(sentence) is not { } whole)
        {
            return [];
        }

        var clauses = ClausesOf(sentence).Select(Suggest).OfType<GuiSuggestion>().GroupBy(static one => one.Action).ToList();
        return clauses.Count > 1 ? clauses.ConvertAll(static group => group.First()) : [whole];
    }

    private static IEnumerable<string> ClausesOf(string sentence) =>
        ClauseBoundary.Split(sentence).Select(clause => sentence.Substring(clause.Start, clause.End - clause.Start));

    /// <summary>The equivalent of a sentence; null if it isn't surely an instruction, or has no equivalent.</summary>
    private static GuiSuggestion? Suggest(string sentence)
    {
        // A link works without a GUI, and the user may need it. A question is no instruction.
        if (sentence.Length > MaxSentenceLength || sentence.Contains("://") || sentence.IndexOfAny(['?', '？']) >= 0)
        {
            return null;
        }

        // The content of quotation marks is hidden from the model, but the name of a button decides.
        var prediction = IntentModels.AgentSentences.Classify(Button.Replace(sentence, "$1$2"));
        return prediction.Probability < ReplaceThreshold ? null : prediction.Intent switch
        {
            AgentSentenceIntent.State or AgentSentenceIntent.Other when Account.IsMatch(sentence) => new GuiSuggestion(GuiAction.ShowCredits, ""),
            AgentSentenceIntent.Export => new GuiSuggestion(GuiAction.Export, ""),
            AgentSentenceIntent.State => new GuiSuggestion(GuiAction.ReadState, ""),
            AgentSentenceIntent.Edit when MessageOf(sentence) is { } message => new GuiSuggestion(GuiAction.SendEdit, message),
            _ => null,
        };
    }

    /// <summary>Whether one of several clauses is no instruction: "Your video is ready, click Export."</summary>
    private static bool ContainsFacts(string sentence)
    {
        var clauses = ClausesOf(sentence).ToList();
        return clauses.Count > 1 && clauses.Any(static clause => !Condition.IsMatch(clause)
            && IntentModels.AgentSentences.Classify(clause).Intent == AgentSentenceIntent.None);
    }

    /// <summary>
    /// The message for the same edit: "Please drag the sticker to the left." → "move the sticker to the left". Null if the sentence makes
    /// no sense without a GUI: "Right-click the clip."
    /// </summary>
    private static string? MessageOf(string sentence)
    {
        var text = Condition.IsMatch(sentence) && sentence.IndexOfAny([',', '，']) is > 0 and var comma ? sentence.Substring(comma + 1) : sentence;
        text = Lead.Replace(text, "", 1).Trim(' ', '.', '。', '!', '！', '*', '_', '(', ')', '（', '）');
        return Purpose.Match(text) is { Success: true } match ? match.Groups["purpose"].Value
            : Screen.IsMatch(text) ? null
            : Drag.IsMatch(text) ? Drag.Replace(text, "move", 1)
            : HanDrag.IsMatch(text) ? HanDrag.Replace(text, "移动", 1)
            : null;
    }

    private static void AddLine(StringBuilder result, string line, bool followsText)
    {
        while (followsText && result.Length > 0 && result[result.Length - 1] == ' ')
        {
            result.Length--;
        }

        result.Append(followsText && result.Length > 0 && result[result.Length - 1] != '\n' ? "\n" : "").Append(line);
    }
}
