using System.Text;
using NemoVideo.Client.Errors;
using NemoVideo.Client.Tests.Support;

namespace NemoVideo.Client.Tests.Errors;

/// <summary>The reviewed tables of failures, response shapes and expected errors.</summary>
internal static class ErrorTable
{
    private const string None = "-";

    public static IReadOnlyDictionary<string, ErrorFailure> Failures { get; } = Read("failures.tsv")
        .ToDictionary(static row => row[0], static row => new ErrorFailure(row[0], OrNull(row[1]), OrNull(row[2]), row[3], row.ElementAtOrDefault(4)));

    public static IReadOnlyList<ErrorShape> Shapes { get; } =
        [.. Read("shapes.tsv").Select(static row => new ErrorShape(row[0], row[1], row[2], row[3]))];

    public static IReadOnlyList<ErrorExpectation> Expectations { get; } =
    [
        .. Read("expectations.tsv").Select(static row => new ErrorExpectation(
            row[0], row[1] == "free", row[2].Split(' '), Enum.Parse<NemoErrorKind>(row[3]), row[4].Split("; "), row[5].Split("; "), row[6])),
    ];

    public static ErrorShape Shape(string name) => Shapes.Single(shape => shape.Name == name);

    private static string? OrNull(string cell) => cell == None ? null : cell;

    private static IEnumerable<string[]> Read(string name) => File
        .ReadLines(Path.Combine(AppContext.BaseDirectory, "Errors", name))
        .Where(static line => line.Length > 0 && line[0] != '#')
        .Select(static line => line.Split('\t'));
}

/// <summary>
/// A failure of the service: a line of <c>failures.tsv</c>. Status and code are null if the failure has none of its own, and
/// <c>Bodies</c> is null if it occurs in all shapes.
/// </summary>
internal sealed record ErrorFailure(string Name, string? Status, string? Code, string Message, string? Bodies);

/// <summary>A shape of an error response: a line of <c>shapes.tsv</c>.</summary>
internal sealed record ErrorShape(string Name, string Status, string ContentType, string Body)
{
    private const string OwnStatus = "S";

    /// <summary>
    /// Whether the shape is one of the service: for a message, a code or ADK's <c>detail</c> or <c>error</c>; for another call, JSON.
    /// </summary>
    public bool IsDocumentedFor(string group) => Body.StartsWith("{\"", StringComparison.Ordinal)
        && (group != "message" || Body.StartsWith("{\"code\"", StringComparison.Ordinal) || Body.StartsWith("{\"detail\"", StringComparison.Ordinal)
            || Body.StartsWith("{\"error\":\"", StringComparison.Ordinal));

    /// <summary>Whether the shape includes the service's message as readable text.</summary>
    public bool HasMessage => Body.Contains("{message}", StringComparison.Ordinal) && !ContentType.EndsWith("html", StringComparison.Ordinal);

    public bool Fits(ErrorFailure failure) =>
        (failure.Bodies is null || failure.Bodies == (Body.Contains("\":", StringComparison.Ordinal) ? "json" : "other"))
        && (Status != OwnStatus || failure.Status is not null) && (failure.Code is not null || !Body.Contains("{code}", StringComparison.Ordinal));

    public string BodyOf(ErrorFailure failure) => Body
        .Replace("{code}", failure.Code, StringComparison.Ordinal)
        .Replace("{message}", failure.Message, StringComparison.Ordinal);

    public RawReply ReplyOf(ErrorFailure failure, params string[] headers) => RawReply.Of(
        int.Parse(Status == OwnStatus ? failure.Status! : Status, System.Globalization.CultureInfo.InvariantCulture),
        ContentType == "-" ? null : ContentType,
        Encoding.UTF8.GetBytes(BodyOf(failure)),
        headers);
}

/// <summary>
/// The expected error for a failure: a line of <c>expectations.tsv</c>. <c>MessageParts</c> and <c>NextStep</c> are parts of the texts;
/// <c>Trace</c> uses the notation of <see cref="FailingService"/>.
/// </summary>
internal sealed record ErrorExpectation(
    string Failure, bool IsFree, string[] Groups, NemoErrorKind Kind, string[] MessageParts, string[] NextStep, string Trace)
{
    /// <summary>Whether the line is for a call in a shape. <c>create/own</c> is only for the service's own shapes, <c>create/other</c> for others.</summary>
    public bool Covers(string group, ErrorShape shape) =>
        Groups.Contains(group) || Groups.Contains(group + (shape.IsDocumentedFor(group) ? "/own" : "/other"));
}
