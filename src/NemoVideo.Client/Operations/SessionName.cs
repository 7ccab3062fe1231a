using NemoVideo.Client.Errors;

namespace NemoVideo.Client.Operations;

/// <summary>Finds the session that a person means: by its id, else by its name.</summary>
public static class SessionName
{
    /// <summary>
    /// The id that a text names: the text itself where it is one of the ids, or where nothing is known by it; else that of the
    /// one session of this name, whatever its case.
    /// </summary>
    /// <param name="text">An id or a name.</param>
    /// <param name="known">The ids and names of the sessions that can be meant; a null name is none.</param>
    /// <exception cref="NemoException">Several sessions have this name: to guess could change, and charge, the wrong one.</exception>
    public static string Resolve(string text, IEnumerable<(string Id, string? Name)> known)
    {
        var sessions = known.ToList();
        if (sessions.Any(session => session.Id == text))
        {
            return text;
        }

        var named = sessions.FindAll(session => string.Equals(session.Name, text, StringComparison.OrdinalIgnoreCase));
        return named.Count switch
        {
            0 => text,
            1 => named[0].Id,
            _ => throw new NemoException(
                NemoErrorKind.AmbiguousSession,
                $"{named.Count} sessions are named '{text}': {string.Join(", ", named.Select(static session => session.Id))}.",
                "Use one of these IDs.")
            {
                Action = NemoAction.ListSessions,
            },
        };
    }
}
