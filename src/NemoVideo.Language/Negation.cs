using System.Text.RegularExpressions;
using NemoVideo.Language.Intents;

namespace NemoVideo.Language;

/// <summary>Finds the parts of a request that say what not to do: "don't export yet".</summary>
/// <remarks>The model can't: for it, a negated export is an export, a cancellation or an edit.</remarks>
internal static class Negation
{
    private const RegexOptions Options = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant;
    private const int MaxClauses = 10;

    private static readonly RequestIntent[] Actions =
        [RequestIntent.Upload, RequestIntent.Export, RequestIntent.Download, RequestIntent.Cancel, RequestIntent.Session];

    private const string Leads =
        @"^(?:(?:please|pls|plz|kindly|ok|okay|so|and|then|but|hey|just|now|actually|wait|stop|no|first|also|for now|i said|let's)\s+)*";

    // "don't just export" asks for an export, and "don't finish it" asks to cancel it.
    private const string NotNegated =
        @"(?!\s*(?:forget|fail|hesitate|miss|worry|just|only|finish|continue|keep|bother|go on|carry on|problem|wonder)\b)";

    private static readonly Regex Not = new(
        Leads + @"(?:(?:(?:i|we|you|it)\s+)?(?:(?:don'?t|dnt|do not|does not|doesn'?t)(?:\s+you)?(?:\s+(?:dare|ever))?"
        + @"(?:\s+(?:want|need|wish|have|mean)(?:\s+(?:you|it|this|that))?(?:\s+to(?:\s+be)?)?)?"
        + @"|(?:won'?t|will not|shouldn'?t|should not|mustn'?t|must not|needn'?t|need not)(?:\s+be)?)"
        + @"|(?:(?:i'm|im|we're|i am|we are)\s+)?not(?:\s+going\s+to)?"
        + @"|never|do no|no need(?:\s+(?:to|for|of))?|no|hold off(?:\s+on)?|skip|without|instead of|rather than)\b" + NotNegated,
        Options);

    // 别导出了 asks to cancel a running export.
    private static readonly Regex HanNot = new(
        "^(?:请|麻烦|先|暂时|那|就|你|我|千万|但是?|不过|可是?|还|等等|等一下|停)*(?:不要|别(?![的人处])|不用|不必|无需|不需要|勿|不想)(?!忘)(?!.*了\\W*$)(?:急着|再|先|给我|帮我|现在)*",
        Options);

    // "Don't forget to export" asks for an export.
    private static readonly Regex Reminder = new(
        Leads + @"(?:don'?t|do not|never|don't you)\s+(?:forget|fail|hesitate)\s+to\b|^(?:请|千万)*(?:别|不要)忘[了记]*", Options);

    private static readonly Regex Later = new(@"\s*(?:just yet|yet|for now|right now|now|at the moment|at all|any ?more)\W*$", Options);

    private static readonly Regex Question = new("[?？]|[吗嗎么呢]\\W*$", Options);

    private static readonly Regex Pause = new(
        "^(?:(?:stop|wait|no|nope|nah|hold on|hang on|hold up|hold it|never ?mind|nvm|hey|oh|ok|okay|sorry|actually|please|not|yet|now|then"
        + "|right|停|等等|等一下|等下|等会|慢着|且慢|算了|不|对|好的?|先|别)\\W*)+$",
        Options);

    /// <summary>The parts of a request, in order. A forbidden part has the intent that must not be run.</summary>
    /// <remarks>
    /// If all other parts are edits, the whole request is one message, because the agent can need every word. Interjections such as
    /// "stop" belong to the forbidden part.
    /// </remarks>
    public static IReadOnlyList<(RequestPart Part, bool IsForbidden)> Read(string request)
    {
        request = Reminder.Replace(request.Trim(), "");
        var whole = RequestReader.Default.Read(request);
        var clauses = ClauseBoundary.Split(request);
        var forbidden = clauses.Count > MaxClauses || Question.IsMatch(request) ? []
            : clauses.ConvertAll(clause => Forbid(request.Substring(clause.Start, clause.End - clause.Start)));
        if (forbidden.TrueForAll(static part => part is null))
        {
            return [.. whole.Select(static part => (part, false))];
        }

        var parts = new List<(RequestPart Part, bool IsForbidden)>();
        for (var i = 0; i < clauses.Count; i++)
        {
            var last = i;
            while (forbidden[i] is null && last + 1 < clauses.Count && forbidden[last + 1] is null)
            {
                last++;
            }

            var text = request.Substring(clauses[i].Start, clauses[last].End - clauses[i].Start);
            parts.AddRange(forbidden[i] is { } part ? [(part, true)]
                : Pause.IsMatch(TextFolding.Fold(text)) ? []
                : RequestReader.Default.Read(text).Select(static part => (part, false)));
            i = last;
        }

        var others = parts.FindAll(static one => !one.IsForbidden).ConvertAll(static one => one.Part.Intent);
        var isMessage = others.Count > 0 && others.TrueForAll(static intent => intent == RequestIntent.Edit);
        return isMessage && whole.Count == 1 && whole[0].Intent == RequestIntent.Edit ? [(whole[0], false)] : parts;
    }

    /// <summary>Whether a text contains only negated clauses, as in "don't cut the intro".</summary>
    public static bool IsNegated(string text)
    {
        var folded = TextFolding.Fold(text);
        var clauses = ClauseBoundary.Split(text).ConvertAll(clause => folded.Substring(clause.Start, clause.End - clause.Start));
        return !Question.IsMatch(text) && clauses.Exists(static clause => LengthOf(clause) > 0)
            && clauses.TrueForAll(static clause => LengthOf(clause) > 0 || Pause.IsMatch(clause));
    }

    /// <summary>The action that a clause forbids. Null for none; reading something and editing the video aren't forbidden.</summary>
    private static RequestPart? Forbid(string clause)
    {
        var length = LengthOf(TextFolding.Fold(clause));
        var part = new RequestPart(clause, IntentModels.Requests.Classify(Later.Replace(clause.Substring(length), "")));
        return length > 0 && !Pause.IsMatch(TextFolding.Fold(clause)) && Actions.Contains(part.Intent)
            ? part
            : null;
    }

    private static int LengthOf(string folded) => Not.Match(folded) is { Success: true } match ? match.Length : HanNot.Match(folded).Length;
}
