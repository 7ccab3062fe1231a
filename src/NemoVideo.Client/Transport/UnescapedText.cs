namespace NemoVideo.Client.Transport;

/// <summary>
/// A text without the escapes of JSON and of addresses, however often one is written within the other: <c>\u0061</c> and
/// <c>%61</c> become the character, and all other backslashes go. Of each character it is known where it came from.
/// </summary>
internal sealed class UnescapedText
{
    private readonly char[] _characters;
    private readonly int[] _starts;
    private int _count;

    private UnescapedText(string text)
    {
        _characters = new char[text.Length];
        _starts = new int[text.Length + 1];
        for (var place = 0; place < text.Length; place++)
        {
            _characters[_count] = text[place];
            _starts[_count++] = place;

            // What an escape stands for can itself end another one.
            while (TryReduce('%', 2) || TryReduce('\\', 5))
            {
            }

            if (IsInvisible(_characters[_count - 1]))
            {
                _count--;
            }
        }

        RemoveBackslashes(text.Length);
        Text = new string(_characters, 0, _count);
    }

    public string Text { get; }

    /// <summary>Whether a text has an escape, or a character that is not shown, at all: most have none.</summary>
    public static bool HasEscape(string text)
    {
        foreach (var character in text)
        {
            if (character is '\\' or '%' || IsInvisible(character))
            {
                return true;
            }
        }

        return false;
    }

    public static UnescapedText Of(string text) => new(text);

    /// <summary>Where in the original a character of the text begins, the backslashes before it included; for its length, where the last one ends.</summary>
    public int StartOf(int place) => _starts[place];

    /// <summary>Puts a character in the place of an escape that the text ends in.</summary>
    private bool TryReduce(char begin, int length)
    {
        var start = _count - 1 - length;
        if (start < 0 || _characters[start] != begin)
        {
            return false;
        }

        var digits = start + 1;
        if (begin == '\\' && _characters[digits++] is not ('u' or 'U'))
        {
            return false;
        }

        var code = 0;
        for (; digits < _count; digits++)
        {
            if (ValueOf(_characters[digits]) is not { } digit)
            {
                return false;
            }

            code = (code * 16) + digit;
        }

        _characters[start] = (char)code;
        _count = start + 1;
        return true;
    }

    private void RemoveBackslashes(int end)
    {
        var kept = 0;
        int? begin = null;
        for (var place = 0; place < _count; place++)
        {
            begin ??= _starts[place];
            if (_characters[place] != '\\')
            {
                _characters[kept] = _characters[place];
                _starts[kept++] = begin.Value;
                begin = null;
            }
        }

        _starts[kept] = begin ?? end;
        _count = kept;
    }

    /// <summary>Characters that are removed before a text is shown: between those of a token, they would hide it until then.</summary>
    private static bool IsInvisible(char character) => character is not ('\t' or '\n' or '\u0085')
        && (char.IsControl(character) || character is '\u00AD' or '\u061C' or (>= '\u200B' and <= '\u200F') or (>= '\u202A' and <= '\u202E') or (>= '\u2060' and <= '\u206F') or '\uFEFF');

    private static int? ValueOf(char digit) => digit switch
    {
        >= '0' and <= '9' => digit - '0',
        >= 'a' and <= 'f' => digit - 'a' + 10,
        >= 'A' and <= 'F' => digit - 'A' + 10,
        _ => null,
    };
}
