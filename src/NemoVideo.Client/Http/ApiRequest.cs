namespace NemoVideo.Client.Http;

/// <summary>A request with what the handlers must know of it, as fields instead of untyped request options.</summary>
internal sealed class ApiRequest(CallKind kind, HttpMethod method, Uri address) : HttpRequestMessage(method, address)
{
    /// <summary>How often it may be repeated.</summary>
    public CallKind Kind { get; } = kind;

    /// <summary>Whether the bearer goes with it, if the address is the API's. The request for a free token has none.</summary>
    public bool IsAuthorized { get; init; } = true;

    /// <summary>Whether an event stream or a file is asked for, which is not read whole before it is handed on.</summary>
    public bool IsStreamed { get; init; }

    /// <summary>The service's code from a JSON answer, set by <see cref="AnswerHandler"/>; null where there was none.</summary>
    public int? ServiceCode { get; set; }
}
