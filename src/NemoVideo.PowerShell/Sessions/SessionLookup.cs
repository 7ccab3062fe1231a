namespace NemoVideo.PowerShell;

/// <summary>The sessions that a command can find: those of its connection, and those that previous processes created.</summary>
internal sealed class SessionLookup(PipelineWriter output, CommandConnection connection)
{
    private const int MaxListed = 5;

    private readonly Dictionary<string, string> _named = new(StringComparer.Ordinal);
    private Task<NemoHistory?>? _history;

    /// <summary>The history, read once; null with a warning if it can't be read, because downloads don't need it.</summary>
    public Task<NemoHistory?> ReadHistoryAsync() => _history ??= TryReadHistoryAsync();

    private async Task<NemoHistory?> TryReadHistoryAsync()
    {
        var client = await connection.ResolveClientAsync();
        try
        {
            return client.ReadHistory();
        }
        catch (NemoException exception)
        {
            output.Warn($"{exception.Message} {Advice.For(exception)}");
            return null;
        }
    }

    /// <summary>The sessions of this computer and of the connection, oldest first. Sends no request.</summary>
    public async Task<IReadOnlyList<NemoSession>> ListAsync() =>
        (await connection.ResolveAsync()).ListSessions(await ReadHistoryAsync());

    /// <summary>Writes the same sessions, with the view of a list.</summary>
    public async Task WriteAllAsync()
    {
        foreach (var session in await ListAsync())
        {
            output.Write(session, "NemoListedSession");
        }
    }

    /// <summary>The session with this ID; null if it is unknown.</summary>
    public async Task<NemoSession?> FindAsync(string id)
    {
        if ((await connection.ResolveAsync()).FindSession(id) is { } session)
        {
            return session;
        }

        connection.Recorded ??= (await ListAsync()).ToLookup(static one => one.SessionId, StringComparer.Ordinal)
            .ToDictionary(static same => same.Key, static same => same.Last(), StringComparer.Ordinal);
        return connection.Recorded.TryGetValue(id, out var previous) ? previous : null;
    }

    /// <summary>
    /// The ID of a session, specified by its ID or name. A text that is neither is returned unchanged: it can be an ID. -WhatIf never
    /// connects, so it can leave a name as it is.
    /// </summary>
    /// <exception cref="NemoException">Not exactly one session matches the wildcards.</exception>
    public async Task<string> ResolveAsync(string text)
    {
        if ((output.IsWhatIf && connection.Known is not { IsOpen: true }) || await FindAsync(text) is not null)
        {
            return text;
        }

        if (!_named.TryGetValue(text, out var id))
        {
            var open = await connection.ResolveAsync();
            var previous = (await ListAsync()).Where(session => open.FindSession(session.SessionId) is null);
            var name = DisplayText.Message(text);
            var found = SessionName.Resolve(name, NamesOf(open.Sessions), NamesOf(previous));

            // A text that isn't a name is sent unchanged, so that an invalid ID is an error.
            _named[text] = id = found?.Id ?? text;
            if (found is { Earlier: { Count: > 0 } earlier })
            {
                output.Warn($"{earlier.Count + 1} sessions are named '{name}'. The latest one is used: {id}. To use another one, "
                    + $"specify its ID: {string.Join(", ", earlier.Reverse().Take(MaxListed))}.");
            }
        }

        return id;
    }

    /// <summary>The IDs of all sessions whose names match a text with wildcards, oldest first.</summary>
    public async Task<IEnumerable<string>> MatchAsync(string text) =>
        SessionName.Match(DisplayText.Message(text), NamesOf(await ListAsync())).Select(static session => session.Id);

    private static List<(string Id, string? Name)> NamesOf(IEnumerable<NemoSession> sessions) =>
        [.. sessions.Select(static session => (session.SessionId, session.Name))];
}
