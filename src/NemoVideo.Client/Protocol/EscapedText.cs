using System.Text;

namespace NemoVideo.Client.Protocol;

/// <summary>
/// A JSON text with half a character in it, as JavaScript leaves it where it cuts a text in pieces. System.Text.Json refuses
/// it; the halves are kept, so that they are whole again where the pieces are joined.
/// </summary>
internal static class EscapedText
{
    /// <param name="raw">The text as it stands in valid JSON, without its quotes.</param>
    public static string Unescape(string raw)
    {
        var text = new StringBuilder(raw.Length);
        for (var place = 0; place < raw.Length; place++)
        {
            if (raw[place] != '\\')
            {
                text.Append(raw[place]);
                continue;
            }

            place++;
            if (raw[place] == 'u')
            {
                text.Append((char)Convert.ToUInt16(raw.Substring(place + 1, 4), 16));
                place += 4;
                continue;
            }

            text.Append(raw[place] switch
            {
                'b' => '\b',
                'f' => '\f',
                'n' => '\n',
                'r' => '\r',
                't' => '\t',
                var itself => itself,
            });
        }

        return text.ToString();
    }
}
