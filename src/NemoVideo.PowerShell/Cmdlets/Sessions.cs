using NemoVideo.Language;
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

    // A longer text isn't a name with a typing error.
    private const int MaxNameLength = 100;
    private const int MaxListed = 5;

    private readonly Dictionary<string, string> _named = new(StringComparer.Ordinal);
    private readonly HashSet<string> _unknown = new(StringComparer.Ordinal);
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
            id = found?.Id;
            if (id is null)
            {
                _unknown.Add(text);
            }
            else if (found is { Earlier: { Count: > 0 } earlier })
            {
                command.WriteWarning($"{earlier.Count + 1} sessions are named '{name}'. The latest one is used: {id}. To use another one, "
                    + $"specify its ID: {string.Join(", ", earlier.Reverse().Take(MaxListed))}.");
            }

            // A text that isn't a name is sent unchanged, so that an invalid ID is an error.
            id = id is null || id == name || IsIdAtService(text) ? text : id;
            _named.Add(text, id);
        }

        return id;
    }

    /// <summary>The IDs of all sessions whose names match a text with wildcards, oldest first.</summary>
    public IEnumerable<string> Match(string text) =>
        SessionName.Match(DisplayText.Message(text), NamesOf(All)).Select(static session => session.Id);

    /// <summary>Adds similar names to the error that the service doesn't have the session of a text that isn't a known name.</summary>
    /// <param name="failure">The error.</param>
    /// <param name="text">The text; null if it is unknown.</param>
    public NemoException SuggestNames(NemoException failure, string? text)
    {
        var name = text is not null && _unknown.Contains(text) ? text : _unknown.Count == 1 ? _unknown.First() : null;
        if (failure.Kind != NemoErrorKind.SessionNotFound || name is null || name.Length > MaxNameLength)
        {
            return failure;
        }

        var known = All.Select(static session => session.Name).OfType<string>().Distinct(StringComparer.OrdinalIgnoreCase);
        var nearest = NearestNames.Of(name, known);
        return nearest.Count == 0 ? failure : ErrorRecords.AddSentence(
            failure, $"Did you mean {string.Join(" or ", nearest.Select(static one => $"'{one}'"))}?");
    }

    private static List<(string Id, string? Name)> NamesOf(IEnumerable<NemoSession> sessions) =>
        [.. sessions.Select(static session => (session.SessionId, session.Name))];

    /// <summary>
    /// Whether the service has a session with this ID. A file can be named like the ID of a session that this computer doesn't know,
    /// and a session can be named after the file.
    /// </summary>
    private bool IsIdAtService(string text)
    {
        if (SessionName.HasWildcard(text) || text.Any(char.IsWhiteSpace))
        {
            return false;
        }

        try
        {
            command.Calls.Wait(token => command.ResolveClient().GetStateAsync(text, token));
            return true;
        }
        catch (NemoException refused) when (refused.Kind is NemoErrorKind.SessionNotFound or NemoErrorKind.InvalidArgument
            || (refused.Kind == NemoErrorKind.ServiceFailure && (int?)refused.StatusCode is >= 400 and < 500 && !refused.IsTransient))
        {
            return false;
        }
    }
}
