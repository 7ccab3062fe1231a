namespace NemoVideo.Language;

/// <summary>Suggests known names that are similar to an unknown name.</summary>
public static class NearestNames
{
    private const int MaxCount = 3;

    /// <summary>
    /// At most three known names, the most similar first. A known name is similar if it begins with the unknown name, or if the two
    /// differ in at most a quarter of the letters.
    /// </summary>
    public static IReadOnlyList<string> Of(string name, IEnumerable<string> known) =>
    [
        .. known
            .Select(one => (Name: one, Distance: DistanceOf(name, one)))
            .Where(one => one.Distance <= Math.Max(1, name.Length / 4)
                || (name.Length > 2 && one.Name.StartsWith(name, StringComparison.OrdinalIgnoreCase)))
            .OrderBy(static one => one.Distance)
            .Take(MaxCount)
            .Select(static one => one.Name),
    ];

    /// <summary>Whether two words differ by one letter, or by two neighbors that are swapped. The case doesn't matter.</summary>
    public static bool IsTypingError(string word, string other)
    {
        return DistanceOf(word, other) <= 1 || Enumerable.Range(0, Math.Max(0, word.Length - 1)).Any(IsSwapped);

        bool IsSwapped(int start) => string.Equals(
            $"{word.Substring(0, start)}{word[start + 1]}{word[start]}{word.Substring(start + 2)}", other, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>The number of letters to insert, delete or change (Levenshtein distance).</summary>
    private static int DistanceOf(string from, string to)
    {
        var row = Enumerable.Range(0, to.Length + 1).ToArray();
        for (var i = 1; i <= from.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= to.Length; j++)
            {
                var isSame = char.ToUpperInvariant(from[i - 1]) == char.ToUpperInvariant(to[j - 1]);
                var changed = diagonal + (isSame ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(changed, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[to.Length];
    }
}
