using System.Text;
using System.Text.Json;
using NemoVideo.Client.Protocol;

namespace NemoVideo.Client.Transport;

/// <summary>
/// A plain answer, read whole, and the failure that it reports: by a code, by <c>success:false</c>, by <c>detail</c> or
/// <c>error</c>, each also inside another (protocol section 2).
/// </summary>
internal sealed class ApiResponse
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private static readonly byte[] Mark = [0xEF, 0xBB, 0xBF];

    private readonly ArraySegment<byte> _bytes;
    private readonly JsonElement? _failure;
    private readonly Redaction? _redaction;
    private string? _text;

    /// <param name="bytes">The body.</param>
    /// <param name="redaction">Replaces the token in all that is read from it; null for the response that brings the token.</param>
    public ApiResponse(ArraySegment<byte> bytes, Redaction? redaction)
    {
        _bytes = WithoutMark(WithoutBrokenCharacters(bytes));
        _redaction = redaction;
        Raw = Parse(_bytes);
        Json = Raw is { } raw && redaction is not null ? redaction.OfJson(raw, raw.GetRawText()) : Raw;
        _failure = Json is { } json ? FindFailure(json) : null;
    }

    /// <param name="json">An answer that came as a frame of a stream, without the token.</param>
    public ApiResponse(JsonElement json)
    {
        _text = json.GetRawText();
        Raw = Json = json;
        _failure = FindFailure(json);
    }

    /// <summary>The answer without the token. Made when it is asked for: it takes twice the memory, and most answers are only read.</summary>
    public string Text => _text ??= Redact(Encoding.UTF8.GetString(_bytes.Array!, _bytes.Offset, _bytes.Count));

    /// <summary>Whether it is JSON that is nested deeper than is read.</summary>
    public bool IsTooDeep => Json is null && JsonNesting.IsTooDeep(_bytes);

    /// <summary>The object in it, without the token; null where it holds none, such as a page of HTML.</summary>
    public JsonElement? Json { get; }

    /// <summary>The same as it came, for what goes back to the service unchanged. Never shown.</summary>
    public JsonElement? Raw { get; }

    /// <summary>Whether it reports a failure, whatever the HTTP status says.</summary>
    public bool IsFailure => _failure is not null;

    /// <summary>The code of the failure; null where it gives none.</summary>
    public int? Code => _failure is { } failure
        ? CodeOf(failure) ?? CodeOf(failure.ObjectField("error")) ?? CodeOf(failure.ObjectField("detail"))
        : null;

    /// <summary>The service's own words for a failure; null where it has none for a person.</summary>
    public string? Reason => FailureReason.Read(_failure ?? Json, Text);

    private string Redact(string text) => _redaction is null ? text : _redaction.OfToken(text);

    private static ArraySegment<byte> WithoutMark(ArraySegment<byte> bytes) =>
        bytes.AsSpan().StartsWith(Mark) ? new(bytes.Array!, bytes.Offset + Mark.Length, bytes.Count - Mark.Length) : bytes;

    /// <summary>What is not UTF-8 is read all the same, with marks in the place of what is no character.</summary>
    private static ArraySegment<byte> WithoutBrokenCharacters(ArraySegment<byte> bytes)
    {
        try
        {
            _ = Strict.GetCharCount(bytes.Array!, bytes.Offset, bytes.Count);
            return bytes;
        }
        catch (DecoderFallbackException)
        {
            return new(Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(bytes.Array!, bytes.Offset, bytes.Count)));
        }
    }

    private static JsonElement? Parse(ArraySegment<byte> bytes)
    {
        try
        {
            using var document = JsonDocument.Parse(bytes.AsMemory(), JsonNesting.Options);
            return document.RootElement.ValueKind == JsonValueKind.Object ? document.RootElement.Clone() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static JsonElement? FindFailure(JsonElement answer)
    {
        var data = answer.ObjectField("data");
        if (CodeOf(answer) is not null || IsUnsuccessful(answer, data))
        {
            return answer;
        }

        // The envelope can hold the wrapped shape inside itself.
        if (data is { } inner && IsUnsuccessful(inner, inner.ObjectField("data")))
        {
            return inner;
        }

        return answer.Field("code") is null && answer.Field("data") is null && !IsJob(answer)
            && (answer.Field("detail") ?? answer.Field("error")) is not null
            ? answer
            : null;
    }

    private static bool IsUnsuccessful(JsonElement answer, JsonElement? data) =>
        answer.Flag("success") == false && !IsJob(answer) && !IsJob(data);

    /// <summary>A render that failed has an error as well: it is the answer to a question, and not the failure of one.</summary>
    private static bool IsJob(JsonElement? answer) => answer is { } job
        && job.Field("status") is { ValueKind: JsonValueKind.String } && job.FirstText("id", "taskId") is not null;

    private static int? CodeOf(JsonElement? answer) => answer?.Code() is { } code and not 0 ? code : null;
}
