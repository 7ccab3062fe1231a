using System.Text;

namespace NemoVideo.Client.Streaming;

/// <summary>
/// Keeps the lines of an event that are no field of one, which the parser drops: a message that was not escaped goes on in
/// them. No more than its first 4096 bytes are kept.
/// </summary>
internal sealed class UnparsedLines
{
    private const int MaxBytes = 4096;

    private readonly byte[] _kept = new byte[MaxBytes];
    private int _count;
    private int _lineStart;

    /// <param name="value">The line's next byte.</param>
    public void Follow(byte value)
    {
        if (_count < MaxBytes)
        {
            _kept[_count++] = value;
        }
    }

    /// <param name="isField">Whether the line that ended is a field or a comment: then it is not kept.</param>
    public void EndLine(bool isField)
    {
        if (isField)
        {
            _count = _lineStart;
            return;
        }

        Follow((byte)'\n');
        _lineStart = _count;
    }

    /// <summary>Gives the event's lines, empty where there were none, and begins anew.</summary>
    public string Take()
    {
        var text = Encoding.UTF8.GetString(_kept, 0, _lineStart).TrimEnd();
        _count = _lineStart = 0;
        return text;
    }
}
