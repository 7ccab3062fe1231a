namespace NemoVideo.Client.Transport;

/// <summary>One way to read a text in the search for secrets: as it is, or with the escapes of another reading replaced.</summary>
/// <remarks>At an escape, it starts readings that replace it, and ends them when they make no difference: most texts are read once.</remarks>
internal sealed class TextReading(TokenPattern[] patterns, Action<int, int> found, EscapeReader? escapes = null, int level = 0)
{
    /// <summary>How deep escapes in escapes are replaced. Each level multiplies the time for a hostile text.</summary>
    private const int MostLevels = 3;

    private readonly TokenPattern[] _patterns = patterns;
    private readonly TextReading?[] _inner = new TextReading?[3];

    // By pattern: how much of it ends at the last character.
    private readonly int[] _matched = new int[patterns.Length];

    // Where the last characters begin in the text, as many as the longest pattern has: a ring.
    private readonly int[] _starts = new int[patterns.Max(static pattern => pattern.Length)];

    private int _count;
    private int _longest;
    private int _open;
    private bool _isOpen;

    /// <summary>Whether nothing depends on the characters so far.</summary>
    public bool IsIdle => _longest == 0 && _open == 0 && escapes is not { HasPending: true };

    /// <summary>Takes the next character, and where it begins and ends in the text with the escapes before it.</summary>
    public void Take(char character, int start, int end)
    {
        if (escapes is null || escapes.IsOutside(character))
        {
            Read(character, start, end);
            return;
        }

        escapes.Add(character, start, end);
        ReadPending(isEnd: false);
    }

    /// <summary>Ends the text.</summary>
    public void End()
    {
        ReadPending(isEnd: true);
        foreach (var inner in _inner.Where(static inner => inner is { _isOpen: true }))
        {
            inner!.End();
        }
    }

    private void ReadPending(bool isEnd)
    {
        while (escapes is not null && escapes.TryTake(isEnd, out var one))
        {
            Read(one.Character, one.Start, one.End);
        }
    }

    private void Read(char character, int start, int end)
    {
        if (!SecretSearch.Keeps(character))
        {
            return;
        }

        if (level < MostLevels && character is '\\' or '%')
        {
            OpenInner(character);
        }

        _starts[_count++ % _starts.Length] = start;
        _longest = 0;
        for (var i = 0; i < _patterns.Length; i++)
        {
            var matched = _matched[i] = _patterns[i].Advance(_matched[i], character);
            _longest = Math.Max(_longest, matched);
            if (matched == _patterns[i].Length)
            {
                found(_starts[(_count - matched) % _starts.Length], end);
            }
        }

        if (_open > 0)
        {
            ReadInner(character, start, end);
        }
    }

    private void ReadInner(char character, int start, int end)
    {
        foreach (var inner in _inner)
        {
            if (inner is { _isOpen: true })
            {
                inner.Take(character, start, end);
                inner._isOpen = _longest > 0 || !inner.IsIdle;
                _open -= inner._isOpen ? 0 : 1;
            }
        }
    }

    private void OpenInner(char character)
    {
        for (var i = 0; i < _inner.Length; i++)
        {
            var kind = (EscapeKind)i;
            if (EscapeReader.Begins(kind, character) && _inner[i] is not { _isOpen: true })
            {
                // What is left as it is by this reading isn't looked into any deeper.
                var innerLevel = kind == EscapeKind.PercentShown ? MostLevels : level + 1;
                (_inner[i] ??= new TextReading(_patterns, found, new EscapeReader(kind), innerLevel)).Continue(this);
                _open++;
            }
        }
    }

    /// <summary>Continues from where another reading is. They didn't differ before.</summary>
    private void Continue(TextReading other)
    {
        other._matched.CopyTo(_matched, 0);
        (_longest, _count, _isOpen) = (other._longest, other._count, true);
        for (var i = _count - _longest; i < _count; i++)
        {
            _starts[i % _starts.Length] = other._starts[i % _starts.Length];
        }
    }
}
