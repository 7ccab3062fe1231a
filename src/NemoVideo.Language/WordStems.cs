namespace NemoVideo.Language;

/// <summary>What an English word may be a form of: trimming, trimmed, trims → trim; resizing → resize.</summary>
internal static class WordStems
{
    private static readonly string[] Endings = ["ing", "ed", "es", "s", "d"];

    public static IEnumerable<string> Of(string word)
    {
        foreach (var ending in Endings)
        {
            if (word.Length < ending.Length + 3 || !word.EndsWith(ending, StringComparison.Ordinal))
            {
                continue;
            }

            var stem = word.Substring(0, word.Length - ending.Length);
            yield return stem;
            yield return stem + "e";
            if (stem[stem.Length - 1] == stem[stem.Length - 2])
            {
                yield return stem.Substring(0, stem.Length - 1);
            }
        }
    }
}
