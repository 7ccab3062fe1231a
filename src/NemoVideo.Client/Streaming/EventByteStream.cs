namespace NemoVideo.Client.Streaming;

/// <summary>
/// The bytes beneath the parser, which hides what is seen here: comment lines and events without data (heartbeats), an event
/// that is over the size limit, and a last event that the server did not finish with an empty line.
/// </summary>
internal sealed class EventByteStream(Stream inner, int maxEventBytes) : Stream
{
    private static readonly byte[] End = "\n\n"u8.ToArray();

    private static readonly byte[] Mark = [0xEF, 0xBB, 0xBF];

    private static readonly byte[] DataField = "data"u8.ToArray();

    private readonly object _gate = new();
    private readonly Queue<int> _beats = new();
    private TaskCompletionSource<bool> _beat = NewBeat();
    private int _events;
    private int _eventBytes;
    private int _lineBytes;
    private bool _hasData;
    private bool _hasLine;
    private bool _afterCarriageReturn;
    private int _fieldBytes;
    private bool _isComment;
    private int _markBytes;
    private int _endOffset = -1;

    /// <summary>Completes when a heartbeat came by that the parser will not report.</summary>
    public Task Beat
    {
        get
        {
            lock (_gate)
            {
                return _beat.Task;
            }
        }
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Takes the heartbeats that came before the event of a number, from 0, so that they keep their place.</summary>
    public IReadOnlyList<HeartbeatEvent> TakeBeats(int beforeEvent)
    {
        lock (_gate)
        {
            var taken = new List<HeartbeatEvent>();
            while (_beats.Count > 0 && _beats.Peek() <= beforeEvent)
            {
                _beats.Dequeue();
                taken.Add(new HeartbeatEvent());
            }

            if (_beat.Task.IsCompleted)
            {
                _beat = NewBeat();
            }

            return taken;
        }
    }

#if NET
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = _endOffset < 0 ? await inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false) : 0;
        return Pass(buffer.Span, read);
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();
#else
    public override async Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        var read = _endOffset < 0 ? await inner.ReadAsync(buffer, offset, count, cancellationToken).ConfigureAwait(false) : 0;
        return Pass(buffer.AsSpan(offset, count), read);
    }
#endif

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private static TaskCompletionSource<bool> NewBeat() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Looks at what was read, and at the end of the stream adds the empty line that a torn last event lacks.</summary>
    private int Pass(Span<byte> buffer, int read)
    {
        if (read > 0 || buffer.IsEmpty)
        {
            Scan(buffer.Slice(0, read));
            return read;
        }

        if (_endOffset < 0)
        {
            // The parser drops an event that no empty line ends: what came of it is worth an attempt.
            _endOffset = _eventBytes > 0 ? 0 : End.Length;
        }

        var rest = Math.Min(buffer.Length, End.Length - _endOffset);
        End.AsSpan(_endOffset, rest).CopyTo(buffer);
        _endOffset += rest;
        return rest;
    }

    /// <summary>Follows lines and events. A line ends at CR, LF or CRLF and nothing else.</summary>
    private void Scan(ReadOnlySpan<byte> bytes)
    {
        foreach (var value in bytes)
        {
            if (_markBytes < Mark.Length && value == Mark[_markBytes])
            {
                _markBytes++;
                continue;
            }

            _markBytes = Mark.Length;
            if (value == '\n' && _afterCarriageReturn)
            {
                _afterCarriageReturn = false;
                continue;
            }

            _afterCarriageReturn = value == '\r';
            if (value is (byte)'\n' or (byte)'\r')
            {
                EndLine();
                continue;
            }

            Follow(value);
            if (++_eventBytes > maxEventBytes)
            {
                throw new NemoException(
                    NemoErrorKind.InvalidAnswer,
                    $"The service sent a single event of more than {maxEventBytes} bytes.",
                    "The edit may still complete: look at Get-NemoState. The limit is the connection's MaxEventBytes.");
            }
        }
    }

    /// <summary>Finds out what a line is by how it begins: a comment with a colon, data with the field's whole name.</summary>
    private void Follow(byte value)
    {
        if (_lineBytes == 0)
        {
            _isComment = value == ':';
            _fieldBytes = 0;
        }

        if (_fieldBytes == _lineBytes && (_lineBytes == DataField.Length ? value == ':' : _lineBytes < DataField.Length && value == DataField[_lineBytes]))
        {
            _fieldBytes++;
        }

        _lineBytes++;
    }

    private void EndLine()
    {
        var lineBytes = _lineBytes;
        _lineBytes = 0;
        if (lineBytes == 0)
        {
            EndEvent();
        }
        else if (_isComment)
        {
            ReportBeat();
            _eventBytes = _hasLine ? _eventBytes : 0;
        }
        else
        {
            // "data:" with whatever follows, or "data" alone.
            _hasLine = true;
            _hasData |= _fieldBytes > DataField.Length || (_fieldBytes == DataField.Length && lineBytes == DataField.Length);
        }
    }

    private void EndEvent()
    {
        if (_hasData)
        {
            _events++;
        }
        else if (_hasLine)
        {
            ReportBeat();
        }

        _hasLine = _hasData = false;
        _eventBytes = 0;
    }

    private void ReportBeat()
    {
        lock (_gate)
        {
            _beats.Enqueue(_events);
            _beat.TrySetResult(true);
        }
    }
}
