namespace NemoVideo.Client.Streaming;

/// <summary>
/// A frame that a server put together by hand: <c>{"error": "…"}</c> with a message that is not escaped. A quote in it makes
/// it no valid JSON; what is behind a line end in it has no <c>data:</c> before it, so that the parser drops it.
/// </summary>
internal static class BareErrorFrame
{
    private const string Key = "\"error\"";

    public static ErrorEvent? Read(string data)
    {
        var rest = data.Trim();
        if (!TrySkip(ref rest, "{") || !TrySkip(ref rest, Key) || !TrySkip(ref rest, ":"))
        {
            return null;
        }

        _ = TrySkip(ref rest, "\"");

        // Without the closing brace the rest of the message is gone, and a quote at the end is a quote.
        if (rest.EndsWith("}", StringComparison.Ordinal))
        {
            rest = rest.Substring(0, rest.Length - 1).TrimEnd();
            rest = rest.EndsWith("\"", StringComparison.Ordinal) ? rest.Substring(0, rest.Length - 1) : rest;
        }

        return new ErrorEvent(null, rest.Length > 0 ? rest : ErrorDeduplicator.MessageFor(null));
    }

    private static bool TrySkip(ref string text, string begin)
    {
        if (!text.StartsWith(begin, StringComparison.Ordinal))
        {
            return false;
        }

        text = text.Substring(begin.Length).TrimStart();
        return true;
    }
}
