namespace NemoVideo.Client.Timeline;

/// <summary>Checks whether two JSON values have the same content, regardless of their formatting.</summary>
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
            // A string with an unpaired surrogate, or a number with a huge exponent. Only the raw text can be compared.
            return one.GetRawText() == other.GetRawText();
        }
    }
}
