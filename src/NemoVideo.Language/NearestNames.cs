namespace NemoVideo.Language;

/// <summary>Suggests known names that are similar to an unknown name.</summary>
public static class NearestNames
{
    /// <summary>
    /// At most three known names, the most similar first. A known name is similar if it begins with the unknown name, or if the two
    /// differ in at most a quarter of the letters.
    /// </summary>
    public static IReadOnlyList<string> Of(string name, IEnumerable<string> known) =>
    [
        .. known
            .Select(one => (Name: one, Distance: DistanceOf(name.ToUpperInvariant(), one.ToUpperInvariant())))
            .Where(one => one.Distance <= Math.Max(1, name.Length / 4)
                || (name.Length > 2 && one.Name.StartsWith(name, StringComparison.OrdinalIgnoreCase)))
            .OrderBy(static one => one.Distance)
            .Take(3).Select(static one => one.Name),
    ];

    /// <summary>The number of letters to insert, delete or change (Levenshtein).</summary>
    private static int DistanceOf(string from, string to)
    {
        var distances = new int[from.Length + 1, to.Length + 1];
        for (var i = 0; i <= from.Length; i++)
        {
            for (var j = 0; j <= to.Length; j++)
            {
                distances[i, j] = i == 0 || j == 0 ? i + j : Math.Min(
                    Math.Min(distances[i - 1, j], distances[i, j - 1]) + 1, distances[i - 1, j - 1] + (from[i - 1] == to[j - 1] ? 0 : 1));
            }
        }

        return distances[from.Length, to.Length];
    }
}
