namespace NemoVideo.Client.Operations;

/// <summary>Resolves the ID or name of a session.</summary>
public static class SessionName
{
    /// <summary>The ID of the only session with this name, ignoring case; the text itself if it is a known ID or no name.</summary>
    /// <param name="text">An ID or a name.</param>
    /// <param name="known">The IDs and names of the known sessions.</param>
    /// <exception cref="NemoException">Several sessions have this name: a guess could change, and charge, the wrong one.</exception>
    public static string Resolve(string text, IEnumerable<(string Id, string? Name)> known)
    {
        var sessions = known.ToList();
        var named = sessions.Exists(session => session.Id == text)
            ? []
            : sessions.FindAll(session => string.Equals(session.Name, text, StringComparison.OrdinalIgnoreCase));
        return named.Count switch
        {
            0 => text,
            1 => named[0].Id,
            _ => throw new NemoException(
                NemoErrorKind.AmbiguousSession,
                $"{named.Count} sessions are named '{text}': {string.Join(", ", named.Select(static session => session.Id))}.",
                "Use one of these IDs.")
            { Action = NemoAction.ListSessions },
        };
    }
}
