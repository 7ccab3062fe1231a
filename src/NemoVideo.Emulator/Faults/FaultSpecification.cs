using System.Globalization;
using System.Text.RegularExpressions;

namespace NemoVideo.Emulator.Faults;

/// <summary>One line of a fault plan, such as <c>POST /run_sse: drop after 3 events</c>.</summary>
/// <param name="Text">The line as it was given.</param>
/// <param name="Method">The HTTP method, or <c>*</c>.</param>
/// <param name="Path">The path, where <c>*</c> stands for anything.</param>
/// <param name="Kind">What it does.</param>
/// <param name="Number">Events or bytes that pass first; the status or code of a refusal.</param>
/// <param name="Argument">The text of an error event, the payload of a raw frame.</param>
/// <param name="RetryAfterSec">Of a refusal by status.</param>
/// <param name="Times">How often it fires; <see cref="int.MaxValue"/> for always.</param>
internal sealed partial record FaultSpecification(
    string Text, string Method, string Path, FaultKind Kind, int Number, string? Argument, int? RetryAfterSec, int Times)
{
    /// <summary>What a line can say.</summary>
    public const string Grammar = """
        A fault is '<METHOD|*> <path, * for anything>: <action> [x<N>|x*]' and fires once unless it says how often.
        Actions before any work:         reset · status <n> [retry-after <s>] · code <n>
        Actions when the work is done:   drop before answer · hold before answer
        Actions in a stream:             hold after <n> events · drop after <n> events
                                         error event "<text>" [after <n> events]
                                         raw frame <json> [after <n> events]
        Actions in any body:             drop after <n> bytes
        """;

    private static readonly (FaultKind Kind, Regex Form)[] Forms =
    [
        (FaultKind.Reset, ResetForm()),
        (FaultKind.DropAnswer, DropAnswerForm()),
        (FaultKind.HoldAnswer, HoldAnswerForm()),
        (FaultKind.Status, StatusForm()),
        (FaultKind.Code, CodeForm()),
        (FaultKind.Hold, HoldForm()),
        (FaultKind.DropStream, DropStreamForm()),
        (FaultKind.DropBody, DropBodyForm()),
        (FaultKind.ErrorEvent, ErrorEventForm()),
        (FaultKind.RawFrame, RawFrameForm()),
    ];

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
                    return new FaultSpecification(
                        text,
                        whole.Groups["method"].Value.ToUpperInvariant(),
                        whole.Groups["path"].Value,
                        kind,
                        Value(action.Groups["n"]) ?? 0,
                        action.Groups["text"] is { Success: true } argument ? argument.Value : null,
                        Value(action.Groups["retry"]),
                        whole.Groups["times"] is { Success: true, Value: "*" } ? int.MaxValue : Value(whole.Groups["times"]) ?? 1);
                }
            }
        }

        throw new FormatException($"'{text}' is no fault.{Environment.NewLine}{Grammar}");
    }

    public bool Matches(string method, string path) =>
        (Method == "*" || Method.Equals(method, StringComparison.OrdinalIgnoreCase))
        && Regex.IsMatch(path, "^" + Regex.Escape(Path).Replace(@"\*", ".*", StringComparison.Ordinal) + "$");

    private static int? Value(Group group) =>
        group.Success ? int.Parse(group.Value, NumberStyles.None, CultureInfo.InvariantCulture) : null;

    [GeneratedRegex(@"^(?<method>[A-Za-z]+|\*)\s+(?<path>/\S*|\*):\s+(?<action>.+?)(\s+x(?<times>\d{1,6}|\*))?$")]
    private static partial Regex LineForm();

    [GeneratedRegex(@"^(reset|refuse)$")]
    private static partial Regex ResetForm();

    [GeneratedRegex(@"^(drop|reset) before answer$")]
    private static partial Regex DropAnswerForm();

    [GeneratedRegex(@"^hold before answer$")]
    private static partial Regex HoldAnswerForm();

    [GeneratedRegex(@"^status (?<n>[1-5]\d\d)(\s+retry-after\s+(?<retry>\d{1,6}))?$")]
    private static partial Regex StatusForm();

    [GeneratedRegex(@"^code (?<n>\d{1,6})$")]
    private static partial Regex CodeForm();

    [GeneratedRegex(@"^hold after (?<n>\d{1,6}) events?$")]
    private static partial Regex HoldForm();

    [GeneratedRegex(@"^(drop|reset) after (?<n>\d{1,6}) events?$")]
    private static partial Regex DropStreamForm();

    [GeneratedRegex(@"^(drop|reset) after (?<n>\d{1,9}) bytes?$")]
    private static partial Regex DropBodyForm();

    [GeneratedRegex("""^error event "(?<text>.*)"(\s+after (?<n>\d{1,6}) events?)?$""")]
    private static partial Regex ErrorEventForm();

    [GeneratedRegex(@"^raw frame (?<text>.+?)(\s+after (?<n>\d{1,6}) events?)?$")]
    private static partial Regex RawFrameForm();
}
