namespace NemoVideo.Emulator.Recording;

/// <summary>The progress of a request.</summary>
public enum RequestState
{
    /// <summary>The request is being received or processed.</summary>
    Open,

    /// <summary>The response is complete.</summary>
    Completed,

    /// <summary>The connection ended before the request or the response was complete, by the client or by a fault.</summary>
    Aborted,
}

/// <summary>A snapshot of one request.</summary>
/// <param name="Id">The number of the request in order of arrival, from 1.</param>
/// <param name="Origin"><c>api</c>, or <c>cdn</c> for the host of output URLs.</param>
/// <param name="Method">The HTTP method.</param>
/// <param name="Path">The decoded path.</param>
/// <param name="Query">The query with its question mark, or an empty string.</param>
/// <param name="HasAuthorization">Whether the request has an Authorization header. Its value isn't recorded.</param>
/// <param name="Headers">All headers except Authorization. Multiple values are joined by commas.</param>
/// <param name="Body">The first 8 KiB of a text or JSON body. Null for other bodies.</param>
/// <param name="BytesReceived">The bytes of the body that were read so far.</param>
/// <param name="Status">The status of the response. Null if no response has begun.</param>
/// <param name="EventsSent">The number of events that were flushed to the client, without heartbeats.</param>
/// <param name="HoldCount">How often a fault has paused the request.</param>
/// <param name="State">The progress of the request.</param>
/// <param name="IsDone">Whether the emulator has finished its work. Work can continue after the connection was aborted.</param>
/// <param name="ReceivedAt">When the request arrived.</param>
/// <param name="EndedAt">When the response was complete or the connection ended. Null until then.</param>
/// <param name="Rejection">The code and the message of a rejection. Null if the service accepted the request.</param>
/// <param name="Fault">The planned fault that was applied to the request. Null for none.</param>
public sealed record RequestRecord(
    long Id,
    string Origin,
    string Method,
    string Path,
    string Query,
    bool HasAuthorization,
    IReadOnlyDictionary<string, string> Headers,
    string? Body = null,
    long BytesReceived = 0,
    int? Status = null,
    int EventsSent = 0,
    int HoldCount = 0,
    RequestState State = RequestState.Open,
    bool IsDone = false,
    DateTimeOffset ReceivedAt = default,
    DateTimeOffset? EndedAt = null,
    string? Rejection = null,
    string? Fault = null);

/// <summary>A snapshot of one session.</summary>
/// <param name="Id">The ID of the session.</param>
/// <param name="Name">The name from its creation.</param>
/// <param name="UploadCount">The number of uploads.</param>
/// <param name="MessageCount">The number of accepted messages, each of them processed and charged.</param>
public sealed record SessionRecord(string Id, string Name, int UploadCount, int MessageCount);
