namespace NemoVideo.Client.Transport;

/// <summary>How many characters all readings of a text may read together.</summary>
internal sealed class ReadingBudget(long characters)
{
    public bool IsExhausted => characters < 0;

    public bool TrySpend() => --characters >= 0;
}

/// <summary>One way to read a text in the search for secrets: as it is, or with the escapes of another reading replaced.</summary>
/// <remarks>At an escape, it starts readings that replace it, and ends them when they make no difference.</remarks>
internal sealed class TextReading(
    TokenPattern[] patterns, ReadingBudget budget, Action<int, int> found, EscapeReader? escapes = null, int level = 0)
{
    /// <summary>How deep escapes in escapes are replaced. Each level multiplies the time for a hostile text.</summary>
    private const int MaxLevels = 3;

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
        if (!SecretSearch.IsSearchable(character) || !budget.TrySpend())
        {
            return;
        }

        if (level < MaxLevels && character is '\\' or '%')
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
                var innerLevel = kind == EscapeKind.PercentShown ? MaxLevels : level + 1;
                (_inner[i] ??= new TextReading(_patterns, budget, found, new EscapeReader(kind), innerLevel)).Continue(this);
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

/// <summary>The escapes that <see cref="EscapeReader"/> replaces.</summary>
internal enum EscapeKind
{
    /// <summary>Those of JSON and JavaScript: <c>\u0061</c> and <c>\x61</c>. Of others, only the backslash is left out.</summary>
    Json,
    /// <summary>Those of addresses: <c>%61</c>.</summary>
    Percent,
    /// <summary>Those of addresses that stand for a visible ASCII character. Others stay, as where an address is shown.</summary>
    PercentShown,
}

/// <summary>Replaces the escapes of one kind in a text that comes character by character, once.</summary>
internal sealed class EscapeReader(EscapeKind kind)
{
    private const int MaxLength = 6;

    private readonly (char Character, int Start, int End)[] _pending = new (char, int, int)[MaxLength];
    private int _count;

    public bool HasPending => _count > 0;

    public bool IsOutside(char character) => _count == 0 && !Begins(kind, character);

    public static bool Begins(EscapeKind kind, char character) => character == (kind == EscapeKind.Json ? '\\' : '%');

    /// <summary>Adds the next character. All that can be taken must have been taken before.</summary>
    public void Add(char character, int start, int end) => _pending[_count++] = (character, start, end);

    /// <summary>Takes the next character that the text stands for.</summary>
    public bool TryTake(bool isEnd, out (char Character, int Start, int End) next)
    {
        var character = default(char);
        var length = _count == 0 ? 0 : Measure(isEnd, out character);
        next = length == 0 ? default : (character, _pending[0].Start, _pending[length - 1].End);
        _count -= length;
        Array.Copy(_pending, length, _pending, 0, _count);
        return length > 0;
    }

    /// <summary>How many characters stand for the next one; 0 if that isn't known yet.</summary>
    private int Measure(bool isEnd, out char character)
    {
        character = _pending[0].Character;
        if (!Begins(kind, character) || _count == 1)
        {
            return isEnd || !Begins(kind, character) ? 1 : 0;
        }

        var mark = kind == EscapeKind.Json ? _pending[1].Character : default;
        var digits = kind != EscapeKind.Json ? 2 : mark is 'u' or 'U' ? 4 : mark is 'x' or 'X' ? 2 : 0;
        var index = kind == EscapeKind.Json ? 2 : 1;
        var code = 0;
        for (var end = index + digits; index < end; index++)
        {
            if (index == _count && !isEnd)
            {
                return 0;
            }

            if (index == _count || ValueOf(_pending[index].Character) is not { } digit)
            {
                digits = 0;
                break;
            }

            code = (code * 16) + digit;
        }

        if (digits == 0 || (kind == EscapeKind.PercentShown && code is <= ' ' or > '~'))
        {
            character = kind == EscapeKind.Json ? mark : character;
            return kind == EscapeKind.Json ? 2 : 1;
        }

        character = (char)code;
        return index;
    }

    private static int? ValueOf(char digit) => digit switch
    {
        >= '0' and <= '9' => digit - '0',
        >= 'a' and <= 'f' => digit - 'a' + 10,
        >= 'A' and <= 'F' => digit - 'A' + 10,
        _ => null,
    };
}
