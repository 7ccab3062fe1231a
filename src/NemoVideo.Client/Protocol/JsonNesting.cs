using System.Text.Json;

namespace NemoVideo.Client.Protocol;

/// <summary>
/// How deep JSON of the service may be nested: whoever walks through it does so by recursion, here and in PowerShell, and a
/// stack that overflows ends the whole process.
/// </summary>
internal static class JsonNesting
{
    /// <summary>The most objects and lists within each other. A draft has about ten.</summary>
    public const int MostLevels = 64;

    public static readonly JsonDocumentOptions Options = new() { MaxDepth = MostLevels };

    /// <summary>Whether JSON was refused for its depth, and not because it is none.</summary>
    public static bool IsTooDeep(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = int.MaxValue });
        try
        {
            while (reader.Read())
            {
                if (reader.CurrentDepth >= MostLevels && reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
                {
                    return true;
                }
            }
        }
        catch (JsonException)
        {
            // It breaks off before it gets that deep.
        }

        return false;
    }
}
