namespace NemoVideo.Client.Http;

/// <summary>Parses the service's JSON. Its nesting is limited, because it is processed recursively, and a stack overflow ends the process.</summary>
internal static class JsonNesting
{
    /// <summary>The maximum depth of nested objects and arrays. A draft has about ten levels.</summary>
    public const int MaxDepth = 64;

    public static readonly JsonDocumentOptions Options = new() { MaxDepth = MaxDepth };

    /// <summary>Returns null if the JSON is invalid or nested too deep, or if a name contains an unpaired surrogate.</summary>
    /// <remarks>Such a name would cause an exception in each search for a field.</remarks>
    public static JsonDocument? TryParse(ReadOnlyMemory<byte> json)
    {
        try
        {
            EscapedText.Check(json.Span, JsonTokenType.PropertyName);
            return JsonDocument.Parse(json, Options);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}

/// <summary>Reads a JSON string with an unpaired surrogate, which System.Text.Json rejects. JavaScript can split a text there.</summary>
internal static class EscapedText
{
    /// <summary>Throws if a token of one of these types contains an unpaired surrogate.</summary>
    public static void Check(ReadOnlySpan<byte> json, params JsonTokenType[] types)
    {
        if (json.IndexOf((byte)'\\') < 0)
        {
            return;
        }

        var reader = new Utf8JsonReader(json);
        while (reader.Read())
        {
            if (reader.ValueIsEscaped && types.Contains(reader.TokenType))
            {
                _ = reader.GetString();
            }
        }
    }

    public static string Unescape(string raw)
    {
        var text = new StringBuilder(raw.Length);
        for (var i = 0; i < raw.Length; i++)
        {
            if (raw[i] != '\\')
            {
                text.Append(raw[i]);
                continue;
            }

            i++;
            text.Append(raw[i] switch
            {
                'u' => (char)Convert.ToUInt16(raw.Substring(i + 1, 4), 16),
                'b' => '\b',
                'f' => '\f',
                'n' => '\n',
                'r' => '\r',
                't' => '\t',
                var literal => literal,
            });
            i += raw[i] == 'u' ? 4 : 0;
        }

        return text.ToString();
    }
}
