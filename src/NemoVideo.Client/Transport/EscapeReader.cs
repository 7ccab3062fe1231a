namespace NemoVideo.Client.Transport;

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

/// <summary>Replaces the escapes of one kind in a text that comes character by character, once: what an escape stands for can be a part of another one.</summary>
internal sealed class EscapeReader(EscapeKind kind)
{
    private const int Longest = 6;

    private readonly (char Character, int Start, int End)[] _pending = new (char, int, int)[Longest];
    private int _count;

    /// <summary>Whether characters wait for the rest of an escape.</summary>
    public bool HasPending => _count > 0;

    /// <summary>Whether the next character is no part of an escape, so that it needn't be added.</summary>
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
        for (var i = 0; i < _count; i++)
        {
            _pending[i] = _pending[i + length];
        }

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
        var place = kind == EscapeKind.Json ? 2 : 1;
        var code = 0;
        for (var end = place + digits; place < end; place++)
        {
            if (place == _count && !isEnd)
            {
                return 0;
            }

            if (place == _count || ValueOf(_pending[place].Character) is not { } digit)
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
        return place;
    }

    private static int? ValueOf(char digit) => digit switch
    {
        >= '0' and <= '9' => digit - '0',
        >= 'a' and <= 'f' => digit - 'a' + 10,
        >= 'A' and <= 'F' => digit - 'A' + 10,
        _ => null,
    };
}
