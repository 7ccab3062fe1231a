using System.Text;

namespace NemoVideo.Client.Streaming;

/// <summary>Finds out, byte by byte, whether a line is of a field: the field's whole name, then a colon or the line's end.</summary>
internal sealed class LineField(string name)
{
    private readonly byte[] _name = Encoding.ASCII.GetBytes(name);
    private int _matched;

    /// <param name="value">The line's next byte.</param>
    /// <param name="place">Its place in the line.</param>
    public void Follow(byte value, int place)
    {
        _matched = place == 0 ? 0 : _matched;
        if (_matched == place && place <= _name.Length && value == (place < _name.Length ? _name[place] : (byte)':'))
        {
            _matched++;
        }
    }

    /// <summary>Whether the line that ended after so many bytes is of this field.</summary>
    public bool Has(int lineBytes) =>
        lineBytes > 0 && (_matched > _name.Length || (_matched == _name.Length && lineBytes == _name.Length));
}
