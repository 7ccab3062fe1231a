using NemoVideo.Client.Http;

namespace NemoVideo.Client.Edits;

/// <summary>One server-sent event, or a heartbeat: a comment, or an event without data.</summary>
/// <param name="Name">The <c>event</c> field; null if there is none.</param>
/// <param name="Data">The <c>data</c> fields, joined by LF; null for a heartbeat.</param>
internal readonly record struct Frame(string? Name, string? Data);

/// <summary>Reads server-sent events from a body as its bytes arrive.</summary>
/// <remarks>Unlike <c>SseParser</c>, it returns comments, events without data and an unterminated last event.</remarks>
/// <param name="body">The body.</param>
/// <param name="limits">The limits of the stream.</param>
/// <param name="received">Called when bytes have arrived.</param>
internal sealed class FrameReader(Stream body, NemoLimits limits, Action? received = null) : IAsyncDisposable
{
    private const int ChunkBytes = 16 * 1024;
    private const int MaxOtherCharacters = 4096;

    private static readonly Frame Heartbeat = new(null, null);

    private readonly byte[] _chunk = new byte[ChunkBytes];
    private readonly MemoryStream _line = new();
    private readonly MemoryStream _data = new();
    private int _scanned;
    private int _end;
    private bool _isFirstLine = true;
    private bool _isAfterReturn;
    private bool _isEnded;
    private long _streamBytes;
    private long _eventBytes;
    private int _events;
    private string? _name;
    private bool _hasData;

    /// <summary>The beginning of the lines that aren't fields of an event, such as those of a web page.</summary>
    public StringBuilder OtherLines { get; } = new();

    /// <summary>
    /// Reads the next frame; null at the end of the stream. If a limit is exceeded, throws after the previous events were returned.
    /// </summary>
    public async ValueTask<Frame?> ReadAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            while (FindLine())
            {
                if (ReadLine() is { } frame)
                {
                    return frame;
                }
            }

            await FillAsync(cancellationToken).ConfigureAwait(false);
            if (_isEnded)
            {
                return ReadLastEvent();
            }
        }
    }

    /// <summary>Counts an event that was decoded. Throws if the limit is exceeded.</summary>
    public void CountEvent()
    {
        if (++_events > limits.MaxStreamEvents)
        {
            throw Exceeded($"more than {limits.MaxStreamEvents} events for one message", nameof(NemoLimits.MaxStreamEvents));
        }
    }

#if NET
    public ValueTask DisposeAsync() => default;
#else
    /// <summary>Cancels a pending read. Otherwise, HttpClientHandler continues to read a closed body in the background.</summary>
    public async ValueTask DisposeAsync()
    {
        const int MaxReads = 1000;
        using var stop = new CancellationTokenSource();
        try
        {
            for (var reads = 0; reads < MaxReads && !_isEnded; reads++)
            {
                var read = body.ReadAsync(_chunk, 0, _chunk.Length, stop.Token);
                if (!read.IsCompleted)
                {
                    // .NET Framework's network stream ignores the token: closing it ends the read.
                    stop.Cancel();
                    body.Dispose();
                }

                _isEnded = await read.ConfigureAwait(false) == 0;
            }
        }
        catch (Exception exception) when (ApiTransport.IsTransport(exception))
        {
            // The read was canceled.
        }
    }
#endif

    private static NemoException Exceeded(string content, string limit) => new(
        NemoErrorKind.InvalidResponse,
        $"The service sent {content}.",
        $"To raise the limit, reconnect with a higher {limit} option. The edit may still complete, so check the session later.")
    { Outcome = Outcome.Unknown, Action = NemoAction.ReadState };

    private static string TakeText(MemoryStream bytes)
    {
        var text = Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length);
        bytes.SetLength(0);
        return text;
    }

    private async Task FillAsync(CancellationToken cancellationToken)
    {
        if (_streamBytes > limits.MaxStreamBytes)
        {
            throw Exceeded($"more than {limits.MaxStreamBytes} bytes in the response to one message", nameof(NemoLimits.MaxStreamBytes));
        }

        // A read that fails ends the stream as well.
        _isEnded = true;
        var read = body.ReadAsync(_chunk, 0, _chunk.Length, cancellationToken);
        (_scanned, _end) = (0, await read.ConfigureAwait(false));
        _isEnded = _end == 0;
        _streamBytes += _end;
        received?.Invoke();
    }

    /// <summary>Scans to the end of the line (CR, LF or CRLF). Returns false if it hasn't arrived.</summary>
    private bool FindLine()
    {
        if (_isAfterReturn && _scanned < _end)
        {
            _isAfterReturn = false;
            _scanned += _chunk[_scanned] == '\n' ? 1 : 0;
        }

        var length = _chunk.AsSpan(_scanned, _end - _scanned).IndexOfAny((byte)'\r', (byte)'\n');
        var isFound = length >= 0;
        length = isFound ? length : _end - _scanned;
        _line.Write(_chunk, _scanned, length);
        if (_eventBytes + _line.Length > limits.MaxEventBytes)
        {
            throw Exceeded($"an event that exceeds the limit of {limits.MaxEventBytes} bytes", nameof(NemoLimits.MaxEventBytes));
        }

        _scanned += length;
        _isAfterReturn = isFound ? _chunk[_scanned++] == '\r' : _isAfterReturn;
        return isFound;
    }

    private Frame? ReadLine()
    {
        var line = new ArraySegment<byte>(_line.GetBuffer(), 0, (int)_line.Length);
        _line.SetLength(0);
        if (_isFirstLine && line.AsSpan().StartsWith("\uFEFF"u8))
        {
            line = new ArraySegment<byte>(line.Array!, 3, line.Count - 3);
        }

        _isFirstLine = false;
        if (line.Count == 0)
        {
            return ReadEvent();
        }

        var isComment = line.Array![line.Offset] == ':';
        if (!isComment)
        {
            ReadField(line);
        }

        // A comment between events doesn't belong to an event.
        _eventBytes += isComment && _eventBytes == 0 ? 0 : line.Count;
        return isComment ? Heartbeat : null;
    }

    private void ReadField(ArraySegment<byte> line)
    {
        var bytes = line.AsSpan();
        var colon = bytes.IndexOf((byte)':');
        var name = colon < 0 ? bytes : bytes.Slice(0, colon);
        var value = colon < 0 ? bytes.Length : colon + 1;
        value += value < bytes.Length && bytes[value] == ' ' ? 1 : 0;
        if (name.SequenceEqual("data"u8))
        {
            if (_hasData)
            {
                _data.WriteByte((byte)'\n');
            }

            _hasData = true;
            _data.Write(line.Array!, line.Offset + value, line.Count - value);
        }
        else if (name.SequenceEqual("event"u8))
        {
            _name = Encoding.UTF8.GetString(line.Array!, line.Offset + value, line.Count - value);
        }
        else if (OtherLines.Length < MaxOtherCharacters && !name.SequenceEqual("id"u8) && !name.SequenceEqual("retry"u8))
        {
            OtherLines.Append(Encoding.UTF8.GetString(line.Array!, line.Offset, Math.Min(line.Count, MaxOtherCharacters))).Append('\n');
        }
    }

    private Frame? ReadEvent()
    {
        var frame = new Frame(_name, _hasData ? TakeText(_data) : null);
        var isEmpty = _eventBytes == 0;
        (_name, _hasData, _eventBytes) = (null, false, 0);
        return isEmpty ? null : frame;
    }

    /// <summary>
    /// Returns the last event if no empty line ends it, even if only its name arrived: the stream may have ended within the event. An
    /// incomplete comment isn't a heartbeat.
    /// </summary>
    private Frame? ReadLastEvent()
    {
        if (_line.Length > 0)
        {
            ReadLine();
        }

        return _hasData || _name is not null ? ReadEvent() : null;
    }
}
