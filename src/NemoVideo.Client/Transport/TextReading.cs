namespace NemoVideo.Client.Transport;

/// <summary>The maximum number of characters that all readings with decoded escapes may read in total.</summary>
/// <param name="length">The length of the text.</param>
internal sealed class ReadingBudget(int length)
{
    // JSON in JSON in JSON needs at most 6. A text that needs more is probably an attack.
    private const int MaxReadingsPerCharacter = 8;
    private const int Min = 10_000;

    // A few seconds. Without it, a response of 16 MB made of escapes would take a minute.
    private const int Max = 8_000_000;

    private int _characters = (int)Math.Min((MaxReadingsPerCharacter * (long)length) + Min, Max);

    public bool IsExhausted => _characters < 0;

    public bool TrySpend() => _characters >= 0 && --_characters >= 0;
}

/// <summary>One way to read a text in the search for secrets: unchanged, or with the escapes of another reading decoded.</summary>
/// <remarks>At an escape, it starts readings that decode it, and ends them when they can no longer differ.</remarks>
internal sealed class TextReading(
    WordAutomaton words, ReadingBudget budget, Action<int, int> found, EscapeReader? escapes = null, int level = 0)
{
    /// <summary>The maximum depth of nested escapes. Each level multiplies the time for a hostile text.</summary>
    private const int MaxLevels = 3;

    private readonly TextReading?[] _inner = new TextReading?[5];

    // A ring buffer of the start positions of the last characters, as many as the longest word has.
    private readonly int[] _starts = new int[words.MaxLength];

    private int _count;
    private int _state;
    private int _open;
    private bool _isOpen;

    /// <summary>Whether no match or escape has begun.</summary>
    public bool IsIdle => _state == 0 && _open == 0 && escapes is not { HasPending: true };

    /// <summary>Reads the next character. Start and end are its position in the original text.</summary>
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
        if (!SecretSearch.IsSearchable(character) || (level > 0 && !budget.TrySpend()))
        {
            return;
        }

        if (level < MaxLevels && character is '\\' or '%')
        {
            OpenInner(character);
        }

        _starts[_count++ % _starts.Length] = start;
        _state = words.Next(_state, character);
        if (words.FoundAt(_state) is > 0 and var length)
        {
            found(_starts[(_count - length) % _starts.Length], end);
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
                inner._isOpen = _state > 0 || !inner.IsIdle;
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
                // Escapes that this reading leaves unchanged aren't decoded further.
                var innerLevel = kind == EscapeKind.PercentShown ? MaxLevels : level + 1;
                (_inner[i] ??= new TextReading(words, budget, found, new EscapeReader(kind), innerLevel)).Continue(this);
                _open++;
            }
        }
    }

    /// <summary>Copies the state of another reading. Up to this point, both are identical.</summary>
    private void Continue(TextReading other)
    {
        (_state, _count, _isOpen) = (other._state, other._count, true);
        for (var i = _count - words.DepthOf(_state); i < _count; i++)
        {
            _starts[i % _starts.Length] = other._starts[i % _starts.Length];
        }
    }
}

/// <summary>The escapes that <see cref="EscapeReader"/> decodes.</summary>
internal enum EscapeKind
{
    /// <summary>JSON and JavaScript escapes: <c>\u0061</c> and <c>\x61</c>. For other escapes, only the backslash is removed.</summary>
    Json,
    /// <summary>The same, but the short escapes of control characters, such as <c>\b</c>, are these characters.</summary>
    JsonControl,
    /// <summary>URL escapes: <c>%61</c>.</summary>
    Percent,
    /// <summary>URL escapes of visible ASCII characters. Other escapes stay, as in a displayed URL.</summary>
    PercentShown,
    /// <summary>URL escapes and those of the JavaScript function <c>escape</c>: <c>%u0061</c>.</summary>
    PercentUnicode,
}

/// <summary>Decodes the escapes of one kind, once, in a text that is passed character by character.</summary>
internal sealed class EscapeReader(EscapeKind kind)
{
    private const int MaxLength = 6;
    private const string ControlLetters = "0abtnvfr";
    private const string Controls = "\0\a\b\t\n\v\f\r";

    private readonly (char Character, int Start, int End)[] _pending = new (char, int, int)[MaxLength];
    private int _count;

    private bool IsJson => kind is EscapeKind.Json or EscapeKind.JsonControl;

    public bool HasPending => _count > 0;

    public bool IsOutside(char character) => _count == 0 && !Begins(kind, character);

    public static bool Begins(EscapeKind kind, char character) =>
        character == (kind is EscapeKind.Json or EscapeKind.JsonControl ? '\\' : '%');

    /// <summary>Adds the next character. All available characters must have been taken before.</summary>
    public void Add(char character, int start, int end) => _pending[_count++] = (character, start, end);

    /// <summary>Takes the next decoded character.</summary>
    public bool TryTake(bool isEnd, out (char Character, int Start, int End) next)
    {
        var character = default(char);
        var length = _count == 0 ? 0 : Measure(isEnd, out character);
        next = length == 0 ? default : (character, _pending[0].Start, _pending[length - 1].End);
        _count -= length;
        Array.Copy(_pending, length, _pending, 0, _count);
        return length > 0;
    }

    /// <summary>The number of characters that encode the next one; 0 if this isn't known yet.</summary>
    private int Measure(bool isEnd, out char character)
    {
        character = _pending[0].Character;
        if (!Begins(kind, character) || _count == 1)
        {
            return isEnd || !Begins(kind, character) ? 1 : 0;
        }

        var mark = _pending[1].Character;
        var isUnicode = mark is 'u' or 'U' && (IsJson || kind == EscapeKind.PercentUnicode);
        var digits = isUnicode ? 4 : !IsJson || mark is 'x' or 'X' ? 2 : 0;
        var index = IsJson || isUnicode ? 2 : 1;
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
            character = !IsJson ? character
                : kind == EscapeKind.JsonControl && ControlLetters.IndexOf(mark) is >= 0 and var control ? Controls[control]
                : mark;
            return IsJson ? 2 : 1;
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
