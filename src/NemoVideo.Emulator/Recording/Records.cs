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
public sealed record RequestRecord
{
    /// <summary>The number of the request in order of arrival, from 1.</summary>
    public required long Id { get; init; }

    /// <summary><c>api</c>, or <c>cdn</c> for the host of output URLs.</summary>
    public required string Origin { get; init; }

    /// <summary>The HTTP method.</summary>
    public required string Method { get; init; }

    /// <summary>The decoded path.</summary>
    public required string Path { get; init; }

    /// <summary>The query with its question mark, or an empty string.</summary>
    public required string Query { get; init; }

    /// <summary>The status of the response. Null if no response has begun.</summary>
    public int? Status { get; init; }

    /// <summary>The progress of the request.</summary>
    public RequestState State { get; init; }

    /// <summary>Whether the emulator has finished its work. Work can continue after the connection was aborted.</summary>
    public bool IsDone { get; init; }

    /// <summary>The number of events that were flushed to the client, without heartbeats.</summary>
    public int EventsSent { get; init; }

    /// <summary>How often a fault has paused the request.</summary>
    public int HoldCount { get; init; }

    /// <summary>The bytes of the body that were read so far.</summary>
    public long BytesReceived { get; init; }

    /// <summary>Whether the request has an Authorization header. Its value isn't recorded.</summary>
    public bool HasAuthorization { get; init; }

    /// <summary>All headers except Authorization. Multiple values are joined by commas.</summary>
    public required IReadOnlyDictionary<string, string> Headers { get; init; }

    /// <summary>The first 8 KiB of a text or JSON body. Null for other bodies.</summary>
    public string? Body { get; init; }
}

/// <summary>A snapshot of one session.</summary>
/// <param name="Id">The ID of the session.</param>
/// <param name="Name">The name from its creation.</param>
/// <param name="UploadCount">The number of uploads.</param>
/// <param name="MessageCount">The number of accepted messages, each of them processed and charged.</param>
public sealed record SessionRecord(string Id, string Name, int UploadCount, int MessageCount);
