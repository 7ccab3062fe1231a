namespace NemoVideo.Client.Streaming;

/// <summary>
/// Follows the lines and events in a stream's bytes, for what the parser hides: signs of life without data, which events have
/// a name of their own, and an event that is over the size limit. A line ends at CR, LF or CRLF and nothing else.
/// </summary>
internal sealed class EventScanner(int maxEventBytes)
{
    /// <summary>
    /// The parser reads on over them while nobody takes them. A thousand that wait say as much as a million.
    /// </summary>
    private const int MostBeats = 1000;

    private static readonly byte[] Mark = [0xEF, 0xBB, 0xBF];

    private readonly object _gate = new();
    private readonly LineField _data = new("data");
    private readonly LineField _name = new("event");
    private readonly LineField _id = new("id");
    private readonly LineField _retry = new("retry");
    private readonly UnparsedLines _stray = new();
    private readonly Queue<int> _beats = new();
    private readonly Queue<EventNote> _notes = new();
    private TaskCompletionSource<bool> _beat = NewBeat();
    private int _events;
    private int _eventBytes;
    private int _lineBytes;
    private bool _hasLine;
    private bool _hasData;
    private bool _hasName;
    private bool _isComment;
    private bool _afterCarriageReturn;
    private int _markBytes;

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

    /// <summary>Whether an event is over the limit.</summary>
    public bool IsOver { get; private set; }

    /// <summary>Whether something of an event has come that no empty line has ended.</summary>
    public bool IsOpen => _eventBytes > 0;

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

    /// <summary>What the parser does not tell of the next event.</summary>
    public EventNote TakeNote()
    {
        lock (_gate)
        {
            return _notes.Count > 0 ? _notes.Dequeue() : default;
        }
    }

    /// <summary>
    /// Gives how many bytes may pass: all, or those before the byte that is too many, so that the events that came with it
    /// are not lost.
    /// </summary>
    public int Scan(ReadOnlySpan<byte> bytes)
    {
        for (var place = 0; place < bytes.Length; place++)
        {
            Follow(bytes[place]);
            if (_eventBytes > maxEventBytes)
            {
                IsOver = true;
                return place;
            }
        }

        return bytes.Length;
    }

    /// <summary>Ends a torn last event as an empty line would. Half a line is no sign of life.</summary>
    public void Close()
    {
        EndField(_lineBytes);
        if (_hasData)
        {
            EndEvent();
        }
    }

    private static TaskCompletionSource<bool> NewBeat() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void Follow(byte value)
    {
        if (_markBytes < Mark.Length && value == Mark[_markBytes])
        {
            _markBytes++;
            return;
        }

        _markBytes = Mark.Length;
        var isSecondHalf = value == '\n' && _afterCarriageReturn;
        _afterCarriageReturn = value == '\r';
        if (value is (byte)'\n' or (byte)'\r')
        {
            if (!isSecondHalf)
            {
                EndLine();
            }

            return;
        }

        _isComment = _lineBytes == 0 ? value == ':' : _isComment;
        _data.Follow(value, _lineBytes);
        _name.Follow(value, _lineBytes);
        _id.Follow(value, _lineBytes);
        _retry.Follow(value, _lineBytes);
        _stray.Follow(value);
        _lineBytes++;
        _eventBytes++;
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
            _stray.EndLine(isField: true);
            ReportBeat();
            _eventBytes = _hasLine ? _eventBytes : 0;
        }
        else
        {
            _hasLine = true;
            EndField(lineBytes);
        }
    }

    private void EndField(int lineBytes)
    {
        _hasData |= _data.Has(lineBytes);
        _hasName |= _name.Has(lineBytes);
        _stray.EndLine(_data.Has(lineBytes) || _name.Has(lineBytes) || _id.Has(lineBytes) || _retry.Has(lineBytes));
    }

    private void EndEvent()
    {
        var stray = _stray.Take();
        if (_hasData)
        {
            _events++;
            lock (_gate)
            {
                _notes.Enqueue(new EventNote(_hasName, stray));
            }
        }
        else if (_hasLine)
        {
            ReportBeat();
        }

        _hasLine = _hasData = _hasName = false;
        _eventBytes = 0;
    }

    private void ReportBeat()
    {
        lock (_gate)
        {
            if (_beats.Count < MostBeats)
            {
                _beats.Enqueue(_events);
            }

            _beat.TrySetResult(true);
        }
    }
}
