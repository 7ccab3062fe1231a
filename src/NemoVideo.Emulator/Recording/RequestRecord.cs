namespace NemoVideo.Emulator.Recording;

/// <summary>What the emulator saw of one request, as of the moment it was asked.</summary>
public sealed record RequestRecord
{
    /// <summary>The place of the request in the order of arrival, from 1.</summary>
    public required long Id { get; init; }

    /// <summary><c>api</c>, or <c>cdn</c> for the origin that output URLs point to.</summary>
    public required string Origin { get; init; }

    /// <summary>The HTTP method.</summary>
    public required string Method { get; init; }

    /// <summary>The decoded path.</summary>
    public required string Path { get; init; }

    /// <summary>The query with its question mark, empty where there is none.</summary>
    public required string Query { get; init; }

    /// <summary>The status that was sent; null as long as, or because, no answer began.</summary>
    public int? Status { get; init; }

    /// <summary>How far the request has come.</summary>
    public RequestState State { get; init; }

    /// <summary>Whether the emulator is through with it: work can go on behind a connection that was aborted.</summary>
    public bool IsDone { get; init; }

    /// <summary>Events flushed to the client, keep-alives not counted.</summary>
    public int EventsSent { get; init; }

    /// <summary>How often a fault has made it stand still.</summary>
    public int HoldCount { get; init; }

    /// <summary>Bytes of the body read so far.</summary>
    public long BytesReceived { get; init; }

    /// <summary>Whether the request carried an Authorization header. What stood in it is not recorded.</summary>
    public bool HasAuthorization { get; init; }

    /// <summary>All headers but Authorization, several values of one joined by commas.</summary>
    public required IReadOnlyDictionary<string, string> Headers { get; init; }

    /// <summary>The first 8 KiB of a text or JSON body; null for any other.</summary>
    public string? Body { get; init; }
}
