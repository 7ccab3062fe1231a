namespace NemoVideo.Client.Transport;

/// <summary>A request with what the handlers must know of it, as fields instead of untyped request options.</summary>
internal sealed class ApiRequest : HttpRequestMessage
{
    public ApiRequest(RequestKind kind, HttpMethod method, Uri address)
        : base(method, address)
    {
        Kind = kind;

        // The socket handler itself sends a request without a body again when a kept connection closes without an answer.
        // One with a body, be it empty, it sends once: whether it is repeated is decided here and nowhere else.
        if (kind != RequestKind.Read)
        {
            Content = new ByteArrayContent([]);
        }
    }

    /// <summary>How often it may be repeated.</summary>
    public RequestKind Kind { get; }

    /// <summary>Whether the bearer goes with it, if the address is the API's. The request for a free token has none.</summary>
    public bool IsAuthorized { get; init; } = true;

    /// <summary>Whether its response brings the token, which must be read as it came. In no other response may the token be.</summary>
    public bool BringsToken { get; init; }

    /// <summary>Whether it is about a session: where it finds nothing, that is what is not there.</summary>
    public bool IsOfSession { get; init; }

    /// <summary>Whether it is about a render: where it finds nothing, that is what is not there.</summary>
    public bool IsOfRender { get; init; }

    /// <summary>Whether an event stream or a file is asked for, which is not read whole before it is handed on.</summary>
    public bool IsStreamed { get; init; }

    /// <summary>Whether a redirect is an answer to it. It is followed by hand, so that the bearer does not go along.</summary>
    public bool IsRedirectable { get; init; }

    /// <summary>The answer where it was read whole, set by <see cref="ResponseHandler"/>; null for a stream or a file.</summary>
    public ApiResponse? Response { get; set; }

    /// <summary>The service's code of a failure; null where it gave none.</summary>
    public int? ServiceCode => Response?.Code;

    /// <summary>The clock that it runs under, set by <see cref="ApiTransport"/>: a pause that the service asks for stops it.</summary>
    public RequestTimeouts? Timeouts { get; set; }

    /// <summary>Whether it has waited for a limit (429) already: that is done once.</summary>
    public bool HasWaited { get; set; }

    /// <summary>Whether it has gone out again with a new token already: that is done once.</summary>
    public bool IsRenewed { get; set; }

    /// <summary>Whether one more refusal is its end. What is charged goes out twice at most, whatever it was refused for.</summary>
    public bool IsSpent => Kind == RequestKind.Charged && (HasWaited || IsRenewed);
}
