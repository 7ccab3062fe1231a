namespace NemoVideo.Emulator.Recording;

/// <summary>The headers that only the client that sent them may know. Any user of the computer can read the pages.</summary>
internal static class SecretHeaders
{
    /// <summary>Whoever has the values of these headers can act as the user.</summary>
    public static readonly HashSet<string> Names =
        new(["Authorization", "X-Client-Id", "Cookie", "Proxy-Authorization"], StringComparer.OrdinalIgnoreCase);

    /// <summary>The record without secret headers.</summary>
    public static RequestRecord WithoutSecrets(this RequestRecord record) => record with
    {
        Headers = record.Headers.ToDictionary(static one => one.Key, static one => Names.Contains(one.Key) ? "hidden" : one.Value),
    };
}
