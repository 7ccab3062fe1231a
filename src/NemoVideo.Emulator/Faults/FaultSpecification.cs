using System.Globalization;
using System.Text.RegularExpressions;

namespace NemoVideo.Emulator.Faults;

/// <summary>One line of a fault plan, such as <c>POST /run_sse: drop after 3 events</c>.</summary>
/// <param name="Text">The line as it was given.</param>
/// <param name="Method">The HTTP method, or <c>*</c>.</param>
/// <param name="Path">The path, where <c>*</c> stands for anything.</param>
/// <param name="Kind">What it does.</param>
/// <param name="Number">Events or bytes that pass first; the status or code of an answer.</param>
/// <param name="Argument">The text of an error, the body of an answer, the lines of a stream, the address or file.</param>
/// <param name="RetryAfterSec">Of a refusal by status.</param>
/// <param name="Times">How often it fires; <see cref="int.MaxValue"/> for always.</param>
internal sealed partial record FaultSpecification(
    string Text, string Method, string Path, FaultKind Kind, int Number, string? Argument, int? RetryAfterSec, int Times)
{
    /// <summary>What a line can say.</summary>
    public const string Grammar = """
        A fault is '<METHOD|*> <path, * for anything>: <action> [x<N>|x*]' and fires once unless it says how often.
        Actions before any work:         reset · status <n> [retry-after <s>] · code <n> · revoke tokens
                                         answer <status> [<media type>] [<body>]   (application/json unless it says)
                                         flood <status> <n|*> [gzip] <media type> <body>   (no length; what stands in
                                           << >> comes n times, or without end; \n in it: the next line)
                                         redirect [<status>] <url>                 (* in it: the path that was asked for)
        Action on an upload:             hold body after <n> bytes
        Actions when the work is done:   drop before answer · hold before answer · answer twice
                                         cut answer to <n> bytes · status <n> after work
        Action on a render:              fail render "<text>"
        Actions in a stream:             hold after <n> events [with heartbeats]
                                         drop after <n> events · end after <n> events
                                         error event "<text>" [after <n> events]
                                         error lines <text> [after <n> events]     (\n in it: the next line)
                                         raw frame <json> [after <n> events]
                                         raw lines <text> [after <n> events]       (\n in it: the next line)
                                         replay "<file>.sse" [cut after <n> bytes] [after <n> events]
        Actions in any body:             drop after <n> bytes · hold after <n> bytes · drip <n> bytes every <n> ms
        """;

    private static readonly (FaultKind Kind, Regex Form)[] Forms =
    [
        (FaultKind.Reset, ResetForm()),
        (FaultKind.DropAnswer, DropAnswerForm()),
        (FaultKind.HoldAnswer, HoldAnswerForm()),
        (FaultKind.HoldBody, HoldBodyForm()),
        (FaultKind.CutAnswer, CutAnswerForm()),
        (FaultKind.RepeatAnswer, RepeatAnswerForm()),
        (FaultKind.RevokeTokens, RevokeTokensForm()),
        (FaultKind.Status, StatusForm()),
        (FaultKind.StatusAfterWork, StatusAfterWorkForm()),
        (FaultKind.Code, CodeForm()),
        (FaultKind.Response, AnswerForm()),
        (FaultKind.Flood, FloodForm()),
        (FaultKind.Redirect, RedirectForm()),
        (FaultKind.FailRender, FailRenderForm()),
        (FaultKind.Hold, HoldForm()),
        (FaultKind.HoldWithHeartbeats, HoldWithHeartbeatsForm()),
        (FaultKind.DropStream, DropStreamForm()),
        (FaultKind.EndStream, EndStreamForm()),
        (FaultKind.DropBody, DropBodyForm()),
        (FaultKind.StallBody, StallBodyForm()),
        (FaultKind.DripBody, DripBodyForm()),
        (FaultKind.ErrorEvent, ErrorEventForm()),
        (FaultKind.ErrorLines, ErrorLinesForm()),
        (FaultKind.RawFrame, RawFrameForm()),
        (FaultKind.RawLines, RawLinesForm()),
        (FaultKind.Replay, ReplayForm()),
    ];

    /// <summary>The media type of an answer in words of one's own; null for JSON.</summary>
    public string? MediaType { get; private init; }

    /// <summary>Of a replay: the bytes after which its connection ends; null where the recording is sent whole.</summary>
    public int? CutAfter { get; private init; }

    /// <summary>The pause between the pieces of a body that drips.</summary>
    public TimeSpan Pause { get; private init; }

    /// <summary>Of a flood: how often its body's repeated text comes; null without end.</summary>
    public long? Count { get; private init; }

    /// <summary>Of a flood: whether it comes packed.</summary>
    public bool IsPacked { get; private init; }

    /// <exception cref="FormatException">The line is no fault.</exception>
    public static FaultSpecification Parse(string line)
    {
        var text = line.Trim();
        if (LineForm().Match(text) is { Success: true } whole)
        {
            foreach (var (kind, form) in Forms)
            {
                if (form.Match(whole.Groups["action"].Value) is { Success: true } action)
                {
                    return Checked(new FaultSpecification(
                        text,
                        whole.Groups["method"].Value.ToUpperInvariant(),
                        whole.Groups["path"].Value,
                        kind,
                        Value(action.Groups["n"]) ?? 0,
                        TextOf(kind, action.Groups["text"]),
                        Value(action.Groups["retry"]),
                        whole.Groups["times"] is { Success: true, Value: "*" } ? int.MaxValue : Value(whole.Groups["times"]) ?? 1)
                    {
                        MediaType = action.Groups["type"] is { Success: true } type ? type.Value : null,
                        CutAfter = Value(action.Groups["bytes"]),
                        Pause = TimeSpan.FromMilliseconds(Value(action.Groups["ms"]) ?? 0),
                        Count = long.TryParse(action.Groups["count"].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : null,
                        IsPacked = action.Groups["gzip"].Success,
                    });
                }
            }
        }

        throw new FormatException($"'{text}' is no fault.{Environment.NewLine}{Grammar}");
    }

    public bool Matches(string method, string path) =>
        (Method == "*" || Method.Equals(method, StringComparison.OrdinalIgnoreCase))
        && Regex.IsMatch(path, "^" + Regex.Escape(Path).Replace(@"\*", ".*", StringComparison.Ordinal) + "$");

    private static FaultSpecification Checked(FaultSpecification fault) =>
        fault.Kind != FaultKind.Replay || File.Exists(fault.Argument)
            ? fault
            : throw new FormatException($"'{fault.Text}' is no fault: there is no file '{System.IO.Path.GetFullPath(fault.Argument!)}'.");

    private static string? TextOf(FaultKind kind, Group text) =>
        !text.Success ? null
        : kind is FaultKind.ErrorLines or FaultKind.RawLines or FaultKind.Flood ? EscapeForm().Replace(text.Value, Unescape)
        : text.Value;

    private static string Unescape(Match escape) => escape.Value switch
    {
        @"\n" => "\n",
        @"\r" => "\r",
        _ => @"\",
    };

    private static int? Value(Group group) =>
        group.Success ? int.Parse(group.Value, NumberStyles.None, CultureInfo.InvariantCulture) : null;

    [GeneratedRegex(@"^(?<method>[A-Za-z]+|\*)\s+(?<path>/\S*|\*):\s+(?<action>.+?)(\s+x(?<times>\d{1,6}|\*))?$")]
    private static partial Regex LineForm();

    [GeneratedRegex("^reset$")]
    private static partial Regex ResetForm();

    [GeneratedRegex(@"^(drop|reset) before answer$")]
    private static partial Regex DropAnswerForm();

    [GeneratedRegex(@"^hold before answer$")]
    private static partial Regex HoldAnswerForm();

    [GeneratedRegex(@"^hold body after (?<n>\d{1,9}) bytes?$")]
    private static partial Regex HoldBodyForm();

    [GeneratedRegex(@"^cut answer to (?<n>\d{1,9}) bytes?$")]
    private static partial Regex CutAnswerForm();

    [GeneratedRegex("^answer twice$")]
    private static partial Regex RepeatAnswerForm();

    [GeneratedRegex("^revoke tokens$")]
    private static partial Regex RevokeTokensForm();

    [GeneratedRegex(@"^status (?<n>[1-5]\d\d) after work$")]
    private static partial Regex StatusAfterWorkForm();

    [GeneratedRegex(@"^status (?<n>[1-5]\d\d)(\s+retry-after\s+(?<retry>\d{1,6}))?$")]
    private static partial Regex StatusForm();

    [GeneratedRegex(@"^code (?<n>\d{1,6})$")]
    private static partial Regex CodeForm();

    [GeneratedRegex(@"^answer (?<n>[2-5]\d\d)(\s+(?<type>[a-z]+/[a-z0-9.+-]+)(?=\s|$))?(\s+(?<text>.+))?$")]
    private static partial Regex AnswerForm();

    [GeneratedRegex(@"^flood (?<n>[2-5]\d\d) (?<count>\d{1,12}|\*)(?<gzip> gzip)? (?<type>[a-z]+/[a-z0-9.+-]+(;\S+)?) (?<text>.+)$")]
    private static partial Regex FloodForm();

    [GeneratedRegex(@"^redirect(\s+(?<n>30[12378]))?\s+(?<text>(https?:/)?/\S*)$")]
    private static partial Regex RedirectForm();

    [GeneratedRegex("""^fail render "(?<text>.*)"$""")]
    private static partial Regex FailRenderForm();

    [GeneratedRegex(@"^hold after (?<n>\d{1,6}) events?$")]
    private static partial Regex HoldForm();

    [GeneratedRegex(@"^hold after (?<n>\d{1,6}) events? with heartbeats$")]
    private static partial Regex HoldWithHeartbeatsForm();

    [GeneratedRegex(@"^(drop|reset) after (?<n>\d{1,6}) events?$")]
    private static partial Regex DropStreamForm();

    [GeneratedRegex(@"^end after (?<n>\d{1,6}) events?$")]
    private static partial Regex EndStreamForm();

    [GeneratedRegex(@"^(drop|reset) after (?<n>\d{1,9}) bytes?$")]
    private static partial Regex DropBodyForm();

    [GeneratedRegex(@"^hold after (?<n>\d{1,9}) bytes?$")]
    private static partial Regex StallBodyForm();

    [GeneratedRegex(@"^drip (?<n>[1-9]\d{0,8}) bytes? every (?<ms>\d{1,6}) ms$")]
    private static partial Regex DripBodyForm();

    [GeneratedRegex("""^error event "(?<text>.*)"(\s+after (?<n>\d{1,6}) events?)?$""")]
    private static partial Regex ErrorEventForm();

    [GeneratedRegex(@"^error lines (?<text>.+?)(\s+after (?<n>\d{1,6}) events?)?$")]
    private static partial Regex ErrorLinesForm();

    [GeneratedRegex(@"^raw frame (?<text>.+?)(\s+after (?<n>\d{1,6}) events?)?$")]
    private static partial Regex RawFrameForm();

    [GeneratedRegex(@"^raw lines (?<text>.+?)(\s+after (?<n>\d{1,6}) events?)?$")]
    private static partial Regex RawLinesForm();

    [GeneratedRegex("""^replay "(?<text>[^"]+\.sse)"(\s+cut after (?<bytes>\d{1,9}) bytes?)?(\s+after (?<n>\d{1,6}) events?)?$""")]
    private static partial Regex ReplayForm();

    [GeneratedRegex(@"\\[\\nr]")]
    private static partial Regex EscapeForm();
}
