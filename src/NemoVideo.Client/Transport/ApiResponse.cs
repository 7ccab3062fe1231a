namespace NemoVideo.Client.Transport;

/// <summary>The body of a response, and the failure that it reports in any format, even nested (protocol section 2).</summary>
internal sealed class ApiResponse
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private static readonly byte[] ByteOrderMark = [0xEF, 0xBB, 0xBF];

    private readonly ArraySegment<byte> _bytes;
    private readonly JsonElement? _failure;
    private string? _text;

    /// <summary>Reads a body, without secrets. If <c>redaction</c> is null, the body is unchanged, for a response with a new token.</summary>
    public ApiResponse(ArraySegment<byte> bytes, Redaction? redaction)
    {
        bytes = SkipByteOrderMark(ReplaceInvalidCharacters(bytes));
        _bytes = redaction?.Redact(bytes) ?? bytes;
        Json = Parse(_bytes);
        _failure = Json is { } json ? FindFailure(json) : null;
    }

    /// <summary>Reads a frame of an event stream.</summary>
    public ApiResponse(JsonElement json)
    {
        Json = json;
        _failure = FindFailure(json);
    }

    /// <summary>The body. Created on demand, because it needs twice the memory.</summary>
    public string Text => _text ??= _bytes.Array is { } bytes
        ? Encoding.UTF8.GetString(bytes, _bytes.Offset, _bytes.Count)
        : Json!.Value.GetRawText();

    public bool IsTooDeep => Json is null && JsonNesting.IsTooDeep(_bytes);

    /// <summary>The JSON object; null if the body isn't a JSON object, such as a web page.</summary>
    public JsonElement? Json { get; }

    public bool IsFailure => _failure is not null;

    public int? Code => _failure is { } failure
        ? CodeOf(failure) ?? CodeOf(failure.ObjectField("error")) ?? CodeOf(failure.ObjectField("detail"))
        : null;

    /// <summary>The service's error message; null if it contains none that is readable for users.</summary>
    public string? Reason => FailureReason.Read(_failure ?? Json, Text);

    private static ArraySegment<byte> SkipByteOrderMark(ArraySegment<byte> bytes) => bytes.AsSpan().StartsWith(ByteOrderMark)
        ? new(bytes.Array!, bytes.Offset + ByteOrderMark.Length, bytes.Count - ByteOrderMark.Length)
        : bytes;

    private static ArraySegment<byte> ReplaceInvalidCharacters(ArraySegment<byte> bytes)
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
        using var document = JsonNesting.TryParse(bytes.AsMemory());
        return document?.RootElement is { ValueKind: JsonValueKind.Object } json ? json.Clone() : null;
    }

    private static JsonElement? FindFailure(JsonElement body)
    {
        var data = body.ObjectField("data");

        // The envelope can contain the wrapped format.
        return CodeOf(body) is not null || IsUnsuccessful(body, data) ? body
            : data is { } inner && IsUnsuccessful(inner, inner.ObjectField("data")) ? inner
            : !IsJob(body) && !IsJob(data) && ReportedFailure.IsError(body.Field("error")) ? body
            : body.Field("code") is null && body.Field("data") is null && !IsJob(body) && HasError(body) ? body
            : null;
    }

    /// <summary>Whether a body has a detail or an error. ADK reports an exception without a message as <c>{"error":""}</c>.</summary>
    private static bool HasError(JsonElement body) => body.Field("detail") is { } detail ? !detail.IsEmptyObject()
        : body.Field("error") is { } error
            && (ReportedFailure.IsError(error) || (!error.IsEmptyObject() && error.ValueKind != JsonValueKind.False && body.EnumerateObject().Count() == 1));

    private static bool IsUnsuccessful(JsonElement body, JsonElement? data) =>
        ReportedFailure.IsFalseText(body, "success") && !IsJob(body) && !IsJob(data);

    /// <summary>Whether the object is a render. A failed render also has an error, although the request succeeded.</summary>
    private static bool IsJob(JsonElement? body) => body is { } job
        && job.Field("status") is { ValueKind: JsonValueKind.String } && job.FirstText("id", "taskId") is not null;

    private static int? CodeOf(JsonElement? body) => body?.Code() is { } code && !ReportedFailure.IsSuccess(code) ? code : null;
}

/// <summary>Reads the service's error message: one readable line, no JSON and no HTML.</summary>
internal static class FailureReason
{
    private const int MaxPlainTextLength = 200;

    /// <summary>The first reason of several objects. A word such as "ok" counts only if there is no other.</summary>
    public static string? Read(IEnumerable<JsonElement> parts)
    {
        var reasons = parts.Select(static part => Read(part, "")).OfType<string>().ToList();
        return reasons.Find(ReportedFailure.IsError) ?? reasons.FirstOrDefault();
    }

    public static string? Read(JsonElement? failure, string text) => failure is { } body
        ? ReadNested(body, "error") ?? ReadNested(body, "errors") ?? Format(body.FirstText("message", "error", "detail", "msg", "errorMessage", "error_message", "reason"))
            ?? ReadNested(body, "detail") ?? (ReportedFailure.HasFailedStatus(body) ? Format(body.FirstText("title")) : null)
        : text.Length <= MaxPlainTextLength ? Format(text) : null;

    /// <summary>The text of an error, shortened; null if it isn't readable.</summary>
    public static string? ReadText(string text) => Format(text)?.Shorten(MaxPlainTextLength);

    private static string? ReadNested(JsonElement body, string name) => body.Field(name) switch
    {
        { ValueKind: JsonValueKind.Object } inner => Format(inner.FirstText("message", "detail", "msg", "error"))
            ?? (name == "errors" ? Format(string.Join("; ", inner.EnumerateObject().Select(ReadField).OfType<string>())) : null),
        { ValueKind: JsonValueKind.Array } => Format(string.Join("; ", body.Items(name).Select(ReadItem).OfType<string>())),
        _ => null,
    };

    /// <summary>Reads an error about a field, such as <c>"file":"virus found"</c>.</summary>
    private static string? ReadField(JsonProperty field)
    {
        var values = field.Value.ValueKind == JsonValueKind.Array ? field.Value.EnumerateArray() : Enumerable.Repeat(field.Value, 1);
        return string.Join(", ", values.Select(ReadItem).OfType<string>()) is { Length: > 0 } text ? $"{field.Name}: {text}" : null;
    }

    /// <summary>Reads an error about a request body, such as <c>{"loc":["body","urls"],"msg":"field required"}</c>.</summary>
    private static string? ReadItem(JsonElement item)
    {
        if (item.FirstText("msg", "message") is not { } message)
        {
            return item.Text();
        }

        var path = string.Join(".", item.Items("loc").Select(static part => part.Text()).Where(static part => part != "body"));
        return path.Length > 0 ? $"{path}: {message}" : message;
    }

    private static string? Format(string? text) =>
        text is not null && text.JoinSpaces().Trim() is { Length: > 0 } line && line[0] is not ('<' or '{') && !IsJsonArray(line) ? line : null;

    /// <summary>Whether a text is a JSON array. Unlike it, the text "[Errno 104] Connection reset by peer" is readable.</summary>
    private static bool IsJsonArray(string text)
    {
        if (text[0] != '[')
        {
            return false;
        }

        var bytes = Encoding.UTF8.GetBytes(text);
        using var document = JsonNesting.TryParse(bytes);
        return document is not null || JsonNesting.IsTooDeep(bytes);
    }
}
