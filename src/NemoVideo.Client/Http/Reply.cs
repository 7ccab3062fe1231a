namespace NemoVideo.Client.Http;

/// <summary>
/// What a response says, read once, in documented and recorded shapes only (protocol section 2): a status, a code,
/// <c>{"success":false}</c>, and ADK's <c>detail</c> and <c>error</c>.
/// </summary>
/// <param name="Body">The JSON object, without secrets; null if the body isn't one, such as a web page.</param>
internal abstract record Reply(JsonElement? Body)
{
    private const int MaxPlainTextLength = 200;

    private static readonly byte[] ByteOrderMark = [0xEF, 0xBB, 0xBF];

    /// <summary>The service's own code in the body; null for none or 0.</summary>
    public int? ServiceCode { get; init; }

    /// <summary>The request succeeded.</summary>
    /// <param name="Json">The whole response. Use <see cref="JsonAccess.Content"/> to read its <c>data</c>.</param>
    public sealed record Accepted(JsonElement Json) : Reply(Json);

    /// <summary>The request had no effect.</summary>
    /// <param name="Body">The JSON object; null for none.</param>
    /// <param name="Code">The service's code, else the HTTP status; null for neither.</param>
    /// <param name="Reason">The service's message; null if it contains none that is readable for users.</param>
    /// <param name="Text">The raw response, without secrets.</param>
    public sealed record Rejected(JsonElement? Body, int? Code, string? Reason, string Text) : Reply(Body);

    /// <summary>Whether the request had an effect is unknown. For a read, the service or a gateway failed.</summary>
    /// <param name="Body">The JSON object; null for none.</param>
    /// <param name="Status">The HTTP status.</param>
    /// <param name="Reason">The service's message; null if it contains none that is readable for users.</param>
    /// <param name="Text">The raw response, without secrets.</param>
    public sealed record Unknown(JsonElement? Body, HttpStatusCode Status, string? Reason, string Text) : Reply(Body);

    /// <summary>Reads a response.</summary>
    /// <param name="request">The request. Its kind decides what counts as a rejection.</param>
    /// <param name="status">The HTTP status.</param>
    /// <param name="bytes">The body.</param>
    /// <param name="redaction">Removes secrets from the body, except from one with a new token.</param>
    public static Reply Read(ApiRequest request, HttpStatusCode status, ArraySegment<byte> bytes, Redaction redaction)
    {
        var isSuccess = (int)status is >= 200 and <= 299;
        var raw = WithValidText(bytes);
        var clean = redaction.Redact(raw);
        var body = Parse(clean);
        var failure = body is { } json ? FindFailure(json) : null;
        if (isSuccess && failure is null && (request.Call.ReturnsToken ? Parse(raw) : body) is { } accepted)
        {
            return new Accepted(accepted);
        }

        var text = Encoding.UTF8.GetString(clean.Array!, clean.Offset, clean.Count);
        var reason = (failure ?? body) is { } found ? ReadReason(found) : text.Length <= MaxPlainTextLength ? Line(text) : null;
        var code = failure?.Code() is { } reported and not 0 ? reported : (int?)null;

        // Behind a 5xx status, a code such as 404 can be that of a gateway.
        var own = (int)status >= 500 ? null : code;
        return IsRejection(request, (int)status, body, failure, own)
            ? new Rejected(body, isSuccess || ServiceCodes.IsRejection(own) ? own : (int)status, reason, text) { ServiceCode = code }
            : new Unknown(body, status, reason, text) { ServiceCode = code };
    }

    /// <summary>Finds the object that reports a failure in a response, or in an event without a type; null for none.</summary>
    public static JsonElement? FindFailure(JsonElement body)
    {
        var data = body.ObjectField("data");
        var error = body.Field("error") ?? body.Field("detail");
        var hasError = error?.ValueKind is JsonValueKind.String or JsonValueKind.Object or JsonValueKind.Array;

        // A failed render also has an error, although the request succeeded.
        return body.Code() is not (null or 0) ? body
            : IsRender(body) || IsRender(data) || IsRender(data?.ObjectField("data")) ? null
            : body.Flag("success") == false ? body

            // The envelope can contain the wrapped format.
            : data?.Flag("success") == false ? data
            : body.Field("code") is null && data is null && hasError ? body
            : null;
    }

    /// <summary>The message of a failure: one readable line, no JSON and no HTML; null for none.</summary>
    public static string? ReadReason(JsonElement failure) =>
        Line((failure.ObjectField("error") ?? failure.ObjectField("detail"))?.FirstText("message", "detail")
            ?? failure.FirstText("message", "error", "detail", "reason"))
        ?? Line(string.Join("; ", failure.Items("detail").Select(ReadItem).OfType<string>()));

    /// <summary>
    /// Whether the request had no effect. After a charged request, only the service's own documented JSON says that: a page, an empty body
    /// and JSON of another shape come from a gateway, which doesn't know what the service has done.
    /// </summary>
    private static bool IsRejection(ApiRequest request, int status, JsonElement? body, JsonElement? failure, int? code) => status switch
    {
        not (>= 200 and <= 299 or >= 400 and <= 499) or 408 => false,
        _ when request.Kind == RequestKind.Charged => failure is not null && (IsEnvelope(body!.Value)
            ? ServiceCodes.IsRejection(code) : status >= 400 && ServiceCodes.IsRejection(status) && IsOfAdk(body.Value)),
        <= 299 => failure is not null && (request.Kind == RequestKind.Change
            ? code is null || ServiceCodes.IsRejection(code) : code is not (>= 500 and <= 599)),

        // The request wasn't processed, whoever says so.
        401 or 429 => true,
        404 => failure is not null || (request.Kind == RequestKind.Read && !(request.Call.IsOfSession
            || (request.Call.IsOfRender && request.IsAuthorized))),
        _ => failure is not null || request.Kind == RequestKind.Read,
    };

    /// <summary>Whether a failure has only a code and a message. Anything else can show that the service has done some work.</summary>
    private static bool IsEnvelope(JsonElement body) => body.Code() is not null && body.EnumerateObject().All(
        static field => field.NameEquals("code") || field.NameEquals("message") || field.Value.IsEmpty());

    /// <summary>Whether a failure has the shape of ADK, which has no other field: <c>{"detail":…}</c> or <c>{"error":"…"}</c>.</summary>
    private static bool IsOfAdk(JsonElement body) => body.EnumerateObject().Count() == 1
        && (body.Field("detail") ?? body.Field("error"))?.ValueKind is JsonValueKind.String or JsonValueKind.Array;

    private static bool IsRender(JsonElement? body) => body?.Text("status") is not null && body.Value.FirstText("id", "taskId") is not null;

    /// <summary>Reads an error about a request body, such as <c>{"loc":["body","urls"],"msg":"field required"}</c>.</summary>
    private static string? ReadItem(JsonElement item)
    {
        var path = string.Join(".", item.Items("loc").Select(static part => part.Text()).Where(static part => part != "body"));
        return item.Text("msg") is not { } message ? item.Text() : path.Length > 0 ? $"{path}: {message}" : message;
    }

    private static string? Line(string? text) =>
        text is not null && text.JoinSpaces().Trim() is { Length: > 0 } line && line[0] is not ('<' or '{') ? line : null;

    private static JsonElement? Parse(ArraySegment<byte> bytes)
    {
        using var document = JsonAccess.TryParse(bytes.AsMemory());
        return document?.RootElement is { ValueKind: JsonValueKind.Object } json ? json.Clone() : null;
    }

    /// <summary>Skips a byte order mark, and replaces bytes that aren't UTF-8. Almost every body is returned without a copy.</summary>
    private static ArraySegment<byte> WithValidText(ArraySegment<byte> bytes)
    {
        var rest = bytes.AsSpan().StartsWith(ByteOrderMark) ? new(bytes.Array!, bytes.Offset + 3, bytes.Count - 3) : bytes;
        try
        {
            _ = new UTF8Encoding(false, throwOnInvalidBytes: true).GetCharCount(rest.Array!, rest.Offset, rest.Count);
            return rest;
        }
        catch (DecoderFallbackException)
        {
            return new(Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(rest.Array!, rest.Offset, rest.Count)));
        }
    }
}

/// <summary>Reads replies, but not streams and files, so that the outer handlers detect a rejection in a 200 response.</summary>
internal sealed class ResponseHandler(int maxResponseBytes, Redaction redaction) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        if (request is not ApiRequest api)
        {
            return response;
        }

        try
        {
            api.Reply = IsStreamOrFile(api.Call, response) ? null : Reply.Read(
                api,
                response.StatusCode,
                await ResponseBody.ReadAsync(response, maxResponseBytes, cancellationToken).ConfigureAwait(false),
                redaction);
            return response;
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }

    /// <summary>Whether a response can be the requested stream or file. No video is a text.</summary>
    private static bool IsStreamOrFile(ApiCall call, HttpResponseMessage response) =>
        call.IsStreamed && response.IsSuccessStatusCode
        && response.Content.Headers.ContentType?.MediaType?.ToLowerInvariant() is var type
        && type?.EndsWith("json", StringComparison.Ordinal) != true && type?.EndsWith("html", StringComparison.Ordinal) != true
        && !(call.IsRedirectable && type?.StartsWith("text/", StringComparison.Ordinal) == true);
}
