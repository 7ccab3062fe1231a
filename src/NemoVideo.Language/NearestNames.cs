namespace NemoVideo.Language;

/// <summary>Finds what somebody meant who wrote a name that there is not.</summary>
public static class NearestNames
{
    private const int Most = 3;

    /// <summary>The names that are nearest to another one: it begins them or differs in a quarter of its letters at most.</summary>
    /// <param name="name">The name that there is not.</param>
    /// <param name="known">The names that there are.</param>
    /// <returns>At most three, the nearest first; none where nothing is near.</returns>
    public static IReadOnlyList<string> Of(string name, IEnumerable<string> known) =>
    [
        .. known
            .Select(one => (Name: one, Distance: DistanceOf(name, one)))
            .Where(one => one.Distance <= Math.Max(1, name.Length / 4)
                || (name.Length > 2 && one.Name.StartsWith(name, StringComparison.OrdinalIgnoreCase)))
            .OrderBy(static one => one.Distance)
            .Take(Most)
            .Select(static one => one.Name),
    ];

    /// <summary>How many letters must be put in, taken out or changed to come from one to the other.</summary>
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
