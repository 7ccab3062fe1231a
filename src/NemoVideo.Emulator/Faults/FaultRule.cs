using System.IO.Enumeration;

namespace NemoVideo.Emulator.Faults;

internal enum FaultKind
{
    // Before any work
    Reset, Status, Code, RevokeTokens, Response, Flood, Redirect,

    // In the request and in the response
    HoldRequestBody, DropResponse, HoldResponse, DuplicateResponse, TruncateResponse, StatusAfterWork, DropBody, HoldBody, ThrottleBody,

    // In renders and in streams
    FailRender, HoldStream, HoldStreamWithHeartbeats, DropStream, EndStream, ErrorEvent, ErrorLines, Question, RawFrame, RawLines, Replay,
}

/// <summary>
/// One line of a fault plan, such as <c>POST /run_sse: drop after 3 events</c>. The number counts the events or bytes before the fault,
/// or is the status or code of a response. The argument is a text, body, URL or file. <see cref="int.MaxValue"/> times means always.
/// </summary>
internal sealed partial record FaultRule(string Method, string Path, FaultKind Kind, int Number, string? Argument, int Times)
{
    public const string Grammar = """
        Form: '<METHOD|*> <path>: <action> [x<N>|x*]'. In the path, * is any text. A fault applies once, N times (xN) or always (x*).
        Actions without any processing:  reset · status <n> [retry-after <s>] · code <n> · revoke tokens
                                         answer <status> [<media type>] [<body>]   (default: application/json)
                                         flood <status> <n|*> [gzip] <media type> <body>   (no length; text between << >>
                                           is repeated n times, or without end; \n is a line break)
                                         redirect [<status>] <url>                 (* in the URL is the requested path)
        Action on an upload:             hold body after <n> bytes
        Actions after the processing:    drop before answer · hold before answer · answer twice
                                         cut answer to <n> bytes · status <n> after work
        Action on a render:              fail render "<text>"
        Actions in a stream:             hold after <n> events [with heartbeats]
                                         drop after <n> events · end after <n> events
                                         ask "<question>" [after <n> events]       (and do nothing else)
                                         error event "<text>" [after <n> events]
                                         error lines <text> [after <n> events]     (\n is a line break)
                                         raw frame <json> [after <n> events]
                                         raw lines <text> [after <n> events]       (\n is a line break)
                                         replay "<file>.sse" [cut after <n> bytes] [after <n> events]
                                           (not over HTTP, because it reads a file)
        Actions in any body:             drop after <n> bytes · hold after <n> bytes · drip <n> bytes every <n> ms
        """;

    private const string Events = @"(?<n>\d{1,6}) events?";
    private const string Bytes = @"(?<n>\d{1,9}) bytes?";
    private const string AfterEvents = @"(\s+after " + Events + ")?";
    private const string MediaTypeForm = @"(?<type>[a-z]+/[a-z0-9.+-]+";

    // The first form that matches applies.
    private static readonly (FaultKind Kind, Regex Form)[] Forms =
    [
        .. new (FaultKind Kind, string Form)[]
        {
            (FaultKind.Reset, "reset"),
            (FaultKind.DropResponse, "(drop|reset) before answer"),
            (FaultKind.HoldResponse, "hold before answer"),
            (FaultKind.HoldRequestBody, $"hold body after {Bytes}"),
            (FaultKind.TruncateResponse, $"cut answer to {Bytes}"),
            (FaultKind.DuplicateResponse, "answer twice"),
            (FaultKind.RevokeTokens, "revoke tokens"),
            (FaultKind.Status, @"status (?<n>[1-5]\d\d)(\s+retry-after\s+(?<retry>\d{1,6}))?"),
            (FaultKind.StatusAfterWork, @"status (?<n>[1-5]\d\d) after work"),
            (FaultKind.Code, @"code (?<n>\d{1,6})"),
            (FaultKind.Response, $@"answer (?<n>[2-5]\d\d)(\s+{MediaTypeForm})(?=\s|$))?(\s+(?<text>.+))?"),
            (FaultKind.Flood, $@"flood (?<n>[2-5]\d\d) (?<count>\d{{1,12}}|\*)(?<gzip> gzip)? {MediaTypeForm}(;\S+)?) (?<text>.+)"),
            (FaultKind.Redirect, @"redirect(\s+(?<n>30[12378]))?\s+(?<text>(https?:/)?/\S*)"),
            (FaultKind.FailRender, "fail render \"(?<text>.*)\""),
            (FaultKind.HoldStream, $"hold after {Events}"),
            (FaultKind.HoldStreamWithHeartbeats, $"hold after {Events} with heartbeats"),
            (FaultKind.DropStream, $"(drop|reset) after {Events}"),
            (FaultKind.EndStream, $"end after {Events}"),
            (FaultKind.DropBody, $"(drop|reset) after {Bytes}"),
            (FaultKind.HoldBody, $"hold after {Bytes}"),
            (FaultKind.ThrottleBody, @"drip (?<n>[1-9]\d{0,8}) bytes? every (?<ms>\d{1,6}) ms"),
            (FaultKind.Question, "ask \"(?<text>.+)\"" + AfterEvents),
            (FaultKind.ErrorEvent, "error event \"(?<text>.*)\"" + AfterEvents),
            (FaultKind.ErrorLines, "error lines (?<text>.+?)" + AfterEvents),
            (FaultKind.RawFrame, "raw frame (?<text>.+?)" + AfterEvents),
            (FaultKind.RawLines, "raw lines (?<text>.+?)" + AfterEvents),
            (FaultKind.Replay, """replay "(?<text>[^"]+\.sse)"(\s+cut after (?<bytes>\d{1,9}) bytes?)?""" + AfterEvents),
        }.Select(static entry => (entry.Kind, new Regex($"^{entry.Form}$"))),
    ];

    // Only a star has a meaning in a path.
    private readonly string _pathPattern =
        Path.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("?", @"\?", StringComparison.Ordinal);

    /// <summary>The rule as it was written, without its number of times.</summary>
    public string Text { get; private init; } = "";

    public int? RetryAfterSec { get; private init; }
    public string? MediaType { get; private init; }

    /// <summary>The content of the file of a replay.</summary>
    public ReadOnlyMemory<byte> Recording { get; private init; }

    /// <summary>The number of bytes of a replay after which the connection is closed. Null for all of it.</summary>
    public int? CutAfter { get; private init; }

    /// <summary>The pause between the pieces of a throttled body.</summary>
    public TimeSpan Pause { get; private init; }

    /// <summary>How often a flood repeats its text. Null for no end.</summary>
    public long? Count { get; private init; }

    public bool IsCompressed { get; private init; }

    /// <summary>Parses a line.</summary>
    /// <param name="line">The line.</param>
    /// <param name="isFromRequest">
    /// Whether the line is from an HTTP request. Then it can't name a file, because all users of the computer can send requests.
    /// </param>
    /// <exception cref="FormatException">The line isn't a fault, or isn't allowed.</exception>
    public static FaultRule Parse(string line, bool isFromRequest)
    {
        var text = line.Trim();
        var parts = LineForm().Match(text);
        var (kind, action) = Forms.Select(entry => (entry.Kind, Match: entry.Form.Match(parts.Groups["action"].Value)))
            .FirstOrDefault(entry => entry.Match.Success);
        if (action is null)
        {
            throw new FormatException($"'{text}' is not a valid fault.{Environment.NewLine}{Grammar}");
        }

        var groups = action.Groups;
        var times = parts.Groups["times"].Value == "*" ? int.MaxValue : Value(parts.Groups["times"]) ?? 1;
        var argument = TextOf(kind, groups["text"]);
        if (kind == FaultKind.Replay && isFromRequest)
        {
            throw new FormatException(
                $"'{text}' reads a file, so it can't be planned over HTTP. Use the option --fault when you start the emulator.");
        }

        return new FaultRule(parts.Groups["method"].Value, parts.Groups["path"].Value, kind, Value(groups["n"]) ?? 0, argument, times)
        {
            Text = $"{parts.Groups["method"].Value} {parts.Groups["path"].Value}: {parts.Groups["action"].Value}",
            RetryAfterSec = Value(groups["retry"]),
            MediaType = groups["type"] is { Success: true } type ? type.Value : null,
            Recording = kind == FaultKind.Replay ? ReadRecording(argument!) : default,
            CutAfter = Value(groups["bytes"]),
            Pause = TimeSpan.FromMilliseconds(Value(groups["ms"]) ?? 0),
            Count = long.TryParse(groups["count"].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : null,
            IsCompressed = groups["gzip"].Success,
        };
    }

    public bool Matches(string method, string path) =>
        (Method == "*" || Method.Equals(method, StringComparison.OrdinalIgnoreCase))
        && FileSystemName.MatchesSimpleExpression(_pathPattern, path, ignoreCase: false);

    private static byte[] ReadRecording(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new FormatException($"The recording can't be read: {exception.Message}", exception);
        }
    }

    private static string? TextOf(FaultKind kind, Group text) =>
        !text.Success ? null
        : kind is FaultKind.ErrorLines or FaultKind.RawLines or FaultKind.Flood ? Escape().Replace(text.Value, Unescape)
        : text.Value;

    private static string Unescape(Match escape) => escape.Value switch
    {
        @"\n" => "\n",
        @"\r" => "\r",
        _ => @"\",
    };

    private static int? Value(Group group) =>
        group.Success ? int.Parse(group.Value, NumberStyles.None, CultureInfo.InvariantCulture) : null;

    [GeneratedRegex(@"^(?<method>[A-Za-z]+|\*)\s+(?<path>/\S{0,1000}|\*):\s+(?<action>.+?)(\s+x(?<times>\d{1,6}|\*))?$")]
    private static partial Regex LineForm();

    [GeneratedRegex(@"\\[\\nr]")]
    private static partial Regex Escape();
}
