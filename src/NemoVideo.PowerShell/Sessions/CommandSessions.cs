using NemoVideo.PowerShell.Connections;
using NemoVideo.PowerShell.Errors;
using NemoVideo.PowerShell.Output;
using NemoVideo.PowerShell.Pipeline;

namespace NemoVideo.PowerShell.Sessions;

/// <summary>
/// The sessions of a command: those of its connection, and those that previous processes created. It finds them by ID or name, creates
/// them, and selects the current one.
/// </summary>
internal sealed class CommandSessions(PipelineWriter output, CommandConnection connection)
{
    public const string DefaultName = "project";

    private const int MaxListed = 5;

    private readonly Dictionary<string, string> _named = new(StringComparer.Ordinal);
    private Dictionary<string, NemoSession>? _byId;
    private Task<NemoSession>? _created;
    private NemoHistory? _history;
    private bool _isHistoryUnreadable;

    /// <summary>The current session of the runspace on the connection; null for none. Never connects.</summary>
    public NemoSession? Current => connection.Find() is { } found ? RunspaceDefaults.Current.SessionOf(found) : null;

    /// <summary>The ID of -Session on the command line. Other values, such as those of an input, are unchanged.</summary>
    /// <exception cref="CommandException">It is empty, as an unset variable, which must not select the current session, or ambiguous.</exception>
    public async Task<string?> CheckAsync(string? session)
    {
        if (!output.Invocation.BoundParameters.ContainsKey("Session"))
        {
            return session;
        }

        CommandException.ThrowIf(string.IsNullOrEmpty(session), static () => ErrorRecords.EmptyArgument("Session"));
        try
        {
            return await ResolveAsync(session!);
        }
        catch (NemoException exception)
        {
            output.DebugResponse(exception);
            throw new CommandException(ErrorRecords.From(exception, session));
        }
    }

    /// <summary>The ID of a session; null if there is no current one, or for a new one.</summary>
    /// <exception cref="NemoException">Several sessions have the name.</exception>
    public async Task<string?> FindAsync(SessionChoice session) => session switch
    {
        { Origin: SessionOrigin.Current } => Current?.SessionId,
        { Origin: SessionOrigin.New } => null,
        _ => await ResolveAsync(session.Text!),
    };

    /// <summary>The ID of a session that is read or exported.</summary>
    /// <exception cref="CommandException">There is no current session.</exception>
    public async Task<string> RequireAsync(SessionChoice session) =>
        await FindAsync(session) ?? throw new CommandException(ErrorRecords.NoSession());

    /// <summary>The ID of the session of an input that is read or exported; null after an error: no session, or an ambiguous name.</summary>
    /// <exception cref="CommandException">There is no current session.</exception>
    public async Task<string?> RequireAsync(SessionInput input, InputFailures failures)
    {
        try
        {
            if (input.Session is { } session)
            {
                return await RequireAsync(session);
            }

            failures.Reject(ErrorRecords.NoSessionInInput(input.Item));
        }
        catch (NemoException exception)
        {
            output.WriteError(ErrorRecords.From(exception, input.Item ?? (object?)input.Session?.Text));
        }

        return null;
    }

    /// <summary>The ID of a session that is changed. Creates a new one, or one instead of a missing current one.</summary>
    public async Task<string> EnsureAsync(SessionChoice session)
    {
        CheckCanChange(session);
        if (await FindAsync(session) is { } id)
        {
            return id;
        }

        // Messages without a session go to the same one.
        var created = session.Origin == SessionOrigin.New ? CreateAsync(session.Text!, isCurrent: false)
            : _created is { IsFaulted: false } known ? known : _created = CreateAsync(DefaultName);
        return (await created).SessionId;
    }

    /// <summary>After a session couldn't be created or selected, there is no current session, and no command may create another one.</summary>
    /// <exception cref="CommandException">The session is the current one, and that is the case.</exception>
    public void CheckCanChange(SessionChoice session) => CommandException.ThrowIf(
        session.Origin == SessionOrigin.Current && connection.Find() is { } found && RunspaceDefaults.Current.HasSessionFailed(found),
        ErrorRecords.SessionNotSelected);

    /// <summary>The history, read once; null with a warning if it can't be read, because downloads don't need it.</summary>
    public async Task<NemoHistory?> ReadHistoryAsync()
    {
        if (_history is null && !_isHistoryUnreadable)
        {
            try
            {
                _history = (await connection.ResolveClientAsync()).ReadHistory();
            }
            catch (NemoException exception)
            {
                _isHistoryUnreadable = true;
                output.Warn($"{exception.Message} {Advice.For(exception)}");
            }
        }

        return _history;
    }

    /// <summary>Creates a session, which becomes the current session if <paramref name="isCurrent"/> is true.</summary>
    public async Task<NemoSession> CreateAsync(string name, string? language = null, bool isCurrent = true)
    {
        var open = await connection.ResolveAsync();
        var created = await open.Client.CreateSessionAsync(DisplayText.Line(name), language, output.StopToken);
        var session = open.Remember(new NemoSession(created));
        if (isCurrent)
        {
            RunspaceDefaults.Current.SetSession(open, session);
        }

        return session;
    }

    /// <summary>Creates or selects the current session. If that fails, there is none, so that nothing changes the previous one.</summary>
    public async Task<NemoSession> SelectAsync(Func<Task<NemoSession>> select)
    {
        var open = await connection.ResolveAsync();
        try
        {
            var session = await select();
            RunspaceDefaults.Current.SetSession(open, session);
            return session;
        }
        catch
        {
            RunspaceDefaults.Current.FailSession(open);
            throw;
        }
    }

    /// <summary>Requests a session, specified by its ID or name, from the service.</summary>
    public async Task<NemoSession> RequestAsync(string text)
    {
        var id = await ResolveAsync(text);
        var state = await (await connection.ResolveClientAsync()).GetStateAsync(id, output.StopToken);
        return await FindAsync(id) ?? new NemoSession(state.SessionId, state.Name, state.TaskId, language: null);
    }

    /// <summary>The name and ID of a session or an export, or the ID alone.</summary>
    public string Describe(string id)
    {
        var name = connection.Known?.NameOf(id) ?? (_byId?.TryGetValue(id, out var known) == true ? known.Name : null);
        return name is { Length: > 0 } ? $"'{name}' ({id})" : id;
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

    /// <summary>Creates and writes a link to a session.</summary>
    public async Task<Uri> WriteLinkAsync(string sessionId)
    {
        var link = (await (await connection.ResolveClientAsync()).CreateSessionLinkAsync(sessionId, output.StopToken)).Address;

        // A view of Uri itself would apply to all URLs.
        output.Write(link, "NemoSessionLink");
        return link;
    }

    /// <summary>The session with this ID; null if it is unknown.</summary>
    public async Task<NemoSession?> FindAsync(string id)
    {
        if ((await connection.ResolveAsync()).FindSession(id) is { } session)
        {
            return session;
        }

        _byId ??= (await ListAsync()).ToLookup(static one => one.SessionId, StringComparer.Ordinal)
            .ToDictionary(static same => same.Key, static same => same.Last(), StringComparer.Ordinal);
        return _byId.TryGetValue(id, out var previous) ? previous : null;
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
