using NemoVideo.PowerShell.Connections;
using NemoVideo.PowerShell.Errors;
using NemoVideo.PowerShell.Output;

namespace NemoVideo.PowerShell.Cmdlets;

/// <summary>
/// The sessions of a command: those of its connection, and those that previous processes created. It finds them by ID or name, creates
/// them, and selects the current one.
/// </summary>
internal sealed class Sessions(NemoCommand command)
{
    public const string DefaultName = "project";

    private const int MaxListed = 5;

    private readonly Dictionary<string, string> _named = new(StringComparer.Ordinal);
    private Dictionary<string, NemoSession>? _byId;
    private NemoHistory? _history;
    private bool _isHistoryUnreadable;

    /// <summary>The current session of the runspace on the connection; null for none. Never connects.</summary>
    public NemoSession? Current =>
        command.FindConnection() is { } connection ? RunspaceDefaults.Current.SessionOf(connection) : null;

    /// <summary>Whether the current session couldn't be created or selected. Never connects.</summary>
    public bool HasCurrentFailed =>
        command.FindConnection() is { } connection && RunspaceDefaults.Current.HasSessionFailed(connection);

    /// <summary>The history, read once; null with a warning if it can't be read, because downloads don't need it.</summary>
    public NemoHistory? ReadHistory()
    {
        if (_history is null && !_isHistoryUnreadable)
        {
            try
            {
                _history = command.ResolveClient().ReadHistory();
            }
            catch (NemoException exception)
            {
                _isHistoryUnreadable = true;
                command.WriteWarning($"{exception.Message} {Advice.For(exception)}");
            }
        }

        return _history;
    }

    /// <summary>Creates a session, which becomes the current session if <paramref name="isCurrent"/> is true.</summary>
    public NemoSession Create(string name, string? language = null, bool isCurrent = true)
    {
        var connection = command.ResolveConnection();
        var created = command.Calls.Wait(token => connection.Client.CreateSessionAsync(DisplayText.Line(name), language, token));
        var session = connection.Remember(new NemoSession(created));
        if (isCurrent)
        {
            RunspaceDefaults.Current.SetSession(connection, session);
        }

        return session;
    }

    /// <summary>Creates or selects the current session. If that fails, there is none, so that nothing changes the previous one.</summary>
    public NemoSession Select(Func<NemoSession> select)
    {
        var connection = command.ResolveConnection();
        try
        {
            var session = select();
            RunspaceDefaults.Current.SetSession(connection, session);
            return session;
        }
        catch
        {
            RunspaceDefaults.Current.FailSession(connection);
            throw;
        }
    }

    /// <summary>Requests a session, specified by its ID or name, from the service.</summary>
    public NemoSession Request(string text)
    {
        var id = Resolve(text);
        var state = command.Calls.Wait(token => command.ResolveClient().GetStateAsync(id, token));
        return Find(id) ?? new NemoSession(state.SessionId, state.Name, state.TaskId, language: null);
    }

    /// <summary>The name and ID of a session or an export, or the ID alone.</summary>
    public string Describe(string id) =>
        (command.KnownConnection?.NameOf(id) ?? (_byId is null ? null : Find(id)?.Name)) is { Length: > 0 } name ? $"'{name}' ({id})" : id;

    /// <summary>The sessions of this computer and of the connection, oldest first. Sends no request.</summary>
    public IReadOnlyList<NemoSession> All => command.ResolveConnection().ListSessions(ReadHistory());

    /// <summary>The same sessions, with the view of a list.</summary>
    public IReadOnlyList<PSObject> List() => [.. All.Select(static session => NemoCommand.WithView(session, "NemoListedSession"))];

    /// <summary>The session with this ID; null if it is unknown.</summary>
    public NemoSession? Find(string id)
    {
        if (command.ResolveConnection().FindSession(id) is { } session)
        {
            return session;
        }

        _byId ??= All.ToLookup(static one => one.SessionId, StringComparer.Ordinal)
            .ToDictionary(static same => same.Key, static same => same.Last(), StringComparer.Ordinal);
        return _byId.TryGetValue(id, out var previous) ? previous : null;
    }

    /// <summary>
    /// The ID of a session, specified by its ID or name. A text that is neither is returned unchanged: it can be an ID. -WhatIf never
    /// connects, so it can leave a name as it is.
    /// </summary>
    /// <exception cref="NemoException">Not exactly one session matches the wildcards.</exception>
    public string Resolve(string text)
    {
        if ((command.IsWhatIf && command.KnownConnection is not { IsOpen: true }) || Find(text) is not null)
        {
            return text;
        }

        if (!_named.TryGetValue(text, out var id))
        {
            var connection = command.ResolveConnection();
            var current = connection.Sessions;
            var previous = All.Where(session => connection.FindSession(session.SessionId) is null);
            var name = DisplayText.Message(text);
            var found = SessionName.Resolve(name, NamesOf(current), NamesOf(previous));

            // A text that isn't a name is sent unchanged, so that an invalid ID is an error.
            id = found?.Id ?? text;
            _named.Add(text, id);
            if (found is { Earlier: { Count: > 0 } earlier })
            {
                command.WriteWarning($"{earlier.Count + 1} sessions are named '{name}'. The latest one is used: {id}. To use another one, "
                    + $"specify its ID: {string.Join(", ", earlier.Reverse().Take(MaxListed))}.");
            }
        }

        return id;
    }

    /// <summary>The IDs of all sessions whose names match a text with wildcards, oldest first.</summary>
    public IEnumerable<string> Match(string text) =>
        SessionName.Match(DisplayText.Message(text), NamesOf(All)).Select(static session => session.Id);

    private static List<(string Id, string? Name)> NamesOf(IEnumerable<NemoSession> sessions) =>
        [.. sessions.Select(static session => (session.SessionId, session.Name))];
}
