namespace NemoVideo.Language.Intents;

/// <summary>The FNV-1a hash, which is the same on each computer.</summary>
internal static class Fnv
{
    public const uint Start = 2166136261;
    private const uint Prime = 16777619;

    public static uint Character(uint hash, char character) =>
        unchecked((((hash ^ (uint)(character & 0xFF)) * Prime) ^ (uint)(character >> 8)) * Prime);

    public static uint Text(uint hash, string text)
    {
        foreach (var character in text)
        {
            hash = Character(hash, character);
        }

        return hash;
    }

    public static uint Number(uint hash, uint number) =>
        Character(Character(hash, (char)(number & 0xFFFF)), (char)(number >> 16));

    /// <summary>Distributes a hash evenly and reduces it to 24 bits.</summary>
    public static int Fold(uint hash)
    {
        unchecked
        {
            hash = (hash ^ (hash >> 16)) * 0x85EBCA6B;
            hash = (hash ^ (hash >> 13)) * 0xC2B2AE35;
            return (int)((hash ^ (hash >> 16)) & 0xFFFFFF);
        }
    }
}
