namespace NemoVideo.Client.Operations;

/// <summary>Resolves the ID or name of a session.</summary>
public static class SessionName
{
    /// <summary>
    /// Returns the ID of the session with this name, ignoring case. Returns the text itself if it is a known ID or not a name.
    /// </summary>
    /// <param name="text">An ID or a name.</param>
    /// <param name="known">The IDs and names of the known sessions.</param>
    /// <exception cref="NemoException">Several sessions have this name. A guess could change the wrong session, which is
    /// charged.</exception>
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
                "Specify one of these IDs instead of the name.")
            { Action = NemoAction.ListSessions },
        };
    }
}
