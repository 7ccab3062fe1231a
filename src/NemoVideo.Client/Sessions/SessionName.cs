using System.Text.RegularExpressions;

namespace NemoVideo.Client.Sessions;

/// <summary>Finds sessions by ID or name. In a name, * stands for any text and ? for any character.</summary>
public static class SessionName
{
    private const int MaxListed = 10;

    /// <summary>Whether a text contains * or ?.</summary>
    public static bool HasWildcard(string text) => text.IndexOfAny(['*', '?']) >= 0;

    /// <summary>
    /// The session with this ID, else the latest one with this name, ignoring its case. If the text contains wildcards, it is the only session
    /// whose name matches: a name that contains the same wildcards must not hide others. Null if no session has this ID or name.
    /// </summary>
    /// <param name="text">An ID or a name.</param>
    /// <param name="current">The IDs and names of the sessions that take precedence over others with the same name.</param>
    /// <param name="previous">The IDs and names of other sessions.</param>
    /// <returns>The ID, and the IDs of the earlier sessions with the same name.</returns>
    /// <exception cref="NemoException">The text contains wildcards, and not exactly one session matches.</exception>
    public static (string Id, IReadOnlyList<string> Earlier)? Resolve(
        string text, IReadOnlyCollection<(string Id, string? Name)> current, IReadOnlyCollection<(string Id, string? Name)> previous)
    {
        if (current.Concat(previous).Any(session => session.Id == text))
        {
            return (text, []);
        }

        if (!HasWildcard(text))
        {
            var named = new[] { current, previous }.Select(one => one.Where(session => IsName(session.Name, text)).ToList())
                .FirstOrDefault(static one => one.Count > 0);
            return named is null ? null
                : (named[named.Count - 1].Id, [.. named.Take(named.Count - 1).Select(static session => session.Id)]);
        }

        var matching = Match(text, previous.Concat(current));
        return matching.Count > 0
            ? (Only(matching, text), [])
            : throw new NemoException(
                NemoErrorKind.SessionNotFound, $"No session has a name that matches '{text}'.", "Check the name.")
            {
                Action = NemoAction.ListSessions,
            };
    }

    /// <summary>The sessions whose names match a text with wildcards, in their order.</summary>
    public static IReadOnlyList<(string Id, string? Name)> Match(string text, IEnumerable<(string Id, string? Name)> known)
    {
        var pattern = new Regex(
            $@"\A{Regex.Escape(text).Replace(@"\*", ".*").Replace(@"\?", ".")}\z",
            RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.Singleline);
        return [.. known.Where(session => session.Name is not null && pattern.IsMatch(session.Name))];
    }

    private static bool IsName(string? name, string text) => string.Equals(name, text, StringComparison.OrdinalIgnoreCase);

    private static string Only(IReadOnlyList<(string Id, string? Name)> found, string text) => found.Count == 1
        ? found[0].Id
        : throw new NemoException(
            NemoErrorKind.AmbiguousSession,
            $"{found.Count} sessions match '{text}'{(found.Count > MaxListed ? $". The newest {MaxListed} are" : "")}: "
                + $"{string.Join(", ", found.Skip(found.Count - MaxListed).Select(static session => $"'{session.Name}' ({session.Id})"))}.",
            "Specify one of these session IDs.")
        {
            Action = NemoAction.ListSessions,
        };
}
