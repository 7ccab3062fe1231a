namespace NemoVideo.Client.Transport;

/// <summary>
/// One way to read a text in the search for secrets: as it is, or with the escapes of another reading replaced. It gets the
/// characters one by one. At an escape, it starts readings of its own that replace it, and ends them when they make no
/// difference any more: most texts are read only once.
/// </summary>
internal sealed class TextReading
{
    /// <summary>How deep escapes in escapes are replaced. Each level multiplies the time for a hostile text.</summary>
    private const int MostLevels = 3;

    private readonly TokenPattern[] _patterns;
    private readonly Action<int, int> _found;
    private readonly EscapeReader? _escapes;
    private readonly int _level;
    private readonly TextReading?[] _inner = new TextReading?[3];

    // By pattern: how much of it ends at the last character.
    private readonly int[] _matched;

    // Where the last characters begin in the text, as many as the longest pattern has: a ring.
    private readonly int[] _starts;

    private int _count;
    private int _longest;
    private int _open;
    private bool _isOpen;

    /// <summary>Reads the text as it is.</summary>
    /// <param name="patterns">The secrets, at least one.</param>
    /// <param name="found">Is told where a secret begins and ends.</param>
    public TextReading(TokenPattern[] patterns, Action<int, int> found)
        : this(patterns, found, null, 0)
    {
    }

    private TextReading(TokenPattern[] patterns, Action<int, int> found, EscapeReader? escapes, int level)
    {
        _patterns = patterns;
        _found = found;
        _escapes = escapes;
        _level = level;
        _matched = new int[patterns.Length];
        var size = 1;
        while (size < patterns.Max(static pattern => pattern.Length))
        {
            size *= 2;
        }

        _starts = new int[size];
    }

    /// <summary>Whether nothing depends on the characters so far.</summary>
    public bool IsIdle => _longest == 0 && _open == 0 && _escapes is not { HasPending: true };

    /// <summary>Takes the next character.</summary>
    /// <param name="character">The character.</param>
    /// <param name="start">Where it begins in the text, with the escapes before it.</param>
    /// <param name="end">Where it ends.</param>
    public void Take(char character, int start, int end)
    {
        if (_escapes is null || _escapes.IsOutside(character))
        {
            Read(character, start, end);
            return;
        }

        _escapes.Add(character, start, end);
        ReadPending(isEnd: false);
    }

    /// <summary>Ends the text.</summary>
    public void End()
    {
        ReadPending(isEnd: true);
        foreach (var inner in _inner)
        {
            if (inner is { _isOpen: true })
            {
                inner.End();
            }
        }
    }

    private void ReadPending(bool isEnd)
    {
        while (_escapes is not null && _escapes.TryTake(isEnd, out var one))
        {
            Read(one.Character, one.Start, one.End);
        }
    }

    private void Read(char character, int start, int end)
    {
        if (!SecretText.Keeps(character))
        {
            return;
        }

        if (_level < MostLevels && character is '\\' or '%')
        {
            OpenInner(character);
        }

        _starts[_count++ & (_starts.Length - 1)] = start;
        _longest = 0;
        for (var i = 0; i < _patterns.Length; i++)
        {
            var matched = _matched[i] = _patterns[i].Advance(_matched[i], character);
            _longest = Math.Max(_longest, matched);
            if (matched == _patterns[i].Length)
            {
                _found(_starts[(_count - matched) & (_starts.Length - 1)], end);
            }
        }

        if (_open > 0)
        {
            TellInner(character, start, end);
        }
    }

    private void TellInner(char character, int start, int end)
    {
        foreach (var inner in _inner)
        {
            if (inner is { _isOpen: true })
            {
                inner.Take(character, start, end);
                if (_longest == 0 && inner.IsIdle)
                {
                    inner._isOpen = false;
                    _open--;
                }
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
                var inner = _inner[i] ??= new TextReading(_patterns, _found, new EscapeReader(kind), kind == EscapeKind.PercentShown ? MostLevels : _level + 1);
                inner.Continue(this);
                _open++;
            }
        }
    }

    /// <summary>Continues from where another reading is. They didn't differ before.</summary>
    private void Continue(TextReading other)
    {
        other._matched.CopyTo(_matched, 0);
        _longest = other._longest;
        _count = other._count;
        _isOpen = true;
        for (var i = _count - _longest; i < _count; i++)
        {
            _starts[i & (_starts.Length - 1)] = other._starts[i & (_starts.Length - 1)];
        }
    }
}
