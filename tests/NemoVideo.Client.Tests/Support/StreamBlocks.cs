using System.Globalization;
using System.Text;
using System.Text.Json;

namespace NemoVideo.Client.Tests.Support;

/// <summary>The blocks of generated streams, each with its expected events.</summary>
internal static class StreamBlocks
{
    public static IReadOnlyList<StreamBlock> Heartbeats { get; } =
    [
        Block(["heartbeat"], "data:"),
        Block(["heartbeat"], "data"),
        Block(["heartbeat"], "event: heartbeat"),
        Block(["heartbeat"], "event: heartbeat", "data: {}"),
        Block(["heartbeat"], "data: {\"type\":\"heartbeat\"}"),
        Block(["heartbeat"], ": still here"),
        Block([], "data: {\"actions\":{\"stateDelta\":{\"n\":1}},\"id\":\"same\"}"),
    ];

    public static StreamBlock FlatText(string text) =>
        Block([$"text {Notation(text)}"], "data: {\"type\":\"text\",", $"data:\"content\":{Raw(text)}", "data: }");

    public static StreamBlock AdkText(string text) =>
        Block([$"text {Notation(text)}"], $"data: {{\"id\":\"same\",\"content\":{{\"role\":\"model\",\"parts\":[{{\"text\":{Raw(text)}}}]}}}}");

    public static StreamBlock UserText(string text) =>
        Block([], $"data: {{\"content\":{{\"role\":\"user\",\"parts\":[{{\"text\":{Raw(text)}}}]}}}}");

    public static StreamBlock Thought(string text) =>
        Block([$"thought {Notation(text)}"], $"data:{{\"content\":{{\"role\":\"model\",\"parts\":[{{\"text\":{Raw(text)},\"thought\":true}}]}}}}");

    public static StreamBlock Call(int number) =>
        Block([$"call - trim {{\"to\":{number}}}"], "event: message", $"data: {{\"type\":\"tool_call\",\"name\":\"trim\",\"args\":{{\"to\":{number}}}}}");

    public static StreamBlock Result(int number) =>
        Block(
            [$"result - trim {{\"to\":{number}}}"],
            "data: {\"content\":{\"role\":\"user\",\"parts\":",
            $"data: [{{\"functionResponse\":{{\"name\":\"trim\",\"response\":{{\"to\":{number}}}}}}}]}}}}");

    public static StreamBlock Failure(int number) =>
        Block([$"error E{number} \"failure {number}\""], $"data: {{\"errorCode\":\"E{number}\",\"errorMessage\":\"failure {number}\"}}");

    public static StreamBlock Unknown(int number) =>
        Block([$"unknown {{\"kind\":{number}}}"], $"data: {{\"kind\":{number}}}");

    public static StreamBlock NoJson(int number) => Block([$"unknown <p>\n{number}"], "data: <p>", $"data: {number}");

    /// <summary>Escapes only what JSON requires, like servers do.</summary>
    public static string Raw(string text)
    {
        var raw = new StringBuilder("\"");
        for (var place = 0; place < text.Length; place++)
        {
            var letter = text[place];
            _ = letter is '"' or '\\' ? raw.Append('\\').Append(letter)
                : letter < ' ' || IsHalf(text, place) ? raw.Append("\\u").Append(((int)letter).ToString("x4", CultureInfo.InvariantCulture))
                : raw.Append(letter);
        }

        return raw.Append('"').ToString();
    }

    /// <summary>An unpaired surrogate, as left by splitting a text. JavaScript escapes it.</summary>
    private static bool IsHalf(string text, int place) => char.IsHighSurrogate(text[place])
        ? place + 1 == text.Length || !char.IsLowSurrogate(text[place + 1])
        : char.IsLowSurrogate(text[place]) && (place == 0 || !char.IsHighSurrogate(text[place - 1]));

    public static string Notation(string text) => JsonSerializer.Serialize(text);

    private static StreamBlock Block(string[] expected, params string[] lines) => new(lines, expected);
}

/// <summary>
/// Lines of a generated stream up to an empty line, with the expected events in the notation of <see cref="EventNotation"/>.
/// </summary>
internal sealed record StreamBlock(IReadOnlyList<string> Lines, IReadOnlyList<string> Expected)
{
    public bool HasData => Lines.Any(static line => line.StartsWith("data", StringComparison.Ordinal));

    /// <summary>The block with one more line, such as a comment, and the event of that line.</summary>
    public StreamBlock With(int place, string line) =>
        new(
            [.. Lines.Take(place), line, .. Lines.Skip(place)],
            IsHeartbeat(line) ? ["heartbeat", .. Expected] : Expected);

    /// <summary>A comment is a heartbeat, and so is an event that has fields but no data.</summary>
    private bool IsHeartbeat(string line) => line.StartsWith(':') || Lines.All(static one => one.StartsWith(':'));
}
