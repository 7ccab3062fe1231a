using System.Text.Json;

namespace NemoVideo.Client.Protocol;

/// <summary>Whether two pieces of what the service says are the same, however they are written.</summary>
internal static class JsonComparison
{
    public static bool AreEqual(JsonElement? one, JsonElement? other) =>
        one is { } first && other is { } second ? AreEqual(first, second) : one is null && other is null;

    private static bool AreEqual(JsonElement one, JsonElement other)
    {
        try
        {
            return JsonElement.DeepEquals(one, other);
        }
        catch (Exception exception) when (exception is InvalidOperationException or ArgumentException)
        {
            // A text with half a character in it, or a number with an exponent beyond any, can be compared only as it stands.
            return one.GetRawText() == other.GetRawText();
        }
    }
}
