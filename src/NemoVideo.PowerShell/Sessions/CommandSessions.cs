namespace NemoVideo.PowerShell;

/// <summary>The sessions of a command. It decides which one is used, creates sessions, and selects the current one.</summary>
internal sealed class CommandSessions(PipelineWriter output, CommandConnection connection)
{
    public const string DefaultName = "project";

    private Task<NemoSession>? _created;

    public SessionLookup Lookup { get; } = new(output, connection);

    /// <summary>The current session of the runspace on the connection; null for none. Never connects.</summary>
    public NemoSession? Current => connection.Find() is { } found ? RunspaceDefaults.Current.SessionOf(found) : null;

    /// <summary>The ID of -Session on the command line. Other values, such as those of an input, are unchanged.</summary>
    /// <exception cref="CommandException">
    /// It is ambiguous, or empty, as an unset variable, which must not select the current session.
    /// </exception>
    public async Task<string?> CheckAsync(string? session)
    {
        if (!output.Invocation.BoundParameters.ContainsKey("Session"))
        {
            return session;
        }

        CommandException.ThrowIf(string.IsNullOrEmpty(session), static () => ErrorRecords.EmptyArgument("Session"));
        return await output.OrFailAsync(session, () => Lookup.ResolveAsync(session!));
    }

    /// <summary>The ID of a session; null if there is no current one, or for a new one.</summary>
    /// <exception cref="NemoException">Several sessions have the name.</exception>
    public async Task<string?> FindAsync(SessionChoice session) => session switch
    {
        { Origin: SessionOrigin.Current } => Current?.SessionId,
        { Origin: SessionOrigin.New } => null,
        _ => await Lookup.ResolveAsync(session.Text!),
    };

    /// <summary>The ID of a session that is read or exported.</summary>
    /// <exception cref="CommandException">There is no current session.</exception>
    public async Task<string> RequireAsync(SessionChoice session) =>
        await FindAsync(session) ?? throw new CommandException(ErrorRecords.NoSession());

    /// <summary>The ID of the session of an input; null after an error: no session, or an ambiguous name.</summary>
    /// <exception cref="CommandException">There is no current session.</exception>
    public async Task<string?> RequireAsync(SessionInput input)
    {
        if (input.Session is not { } session)
        {
            output.Failures.Reject(ErrorRecords.NoSessionInInput(input.Item));
            return null;
        }

        string? id = null;
        await output.Failures.ProcessAloneAsync(
            input.Item ?? (object?)session.Text, async () => id = await RequireAsync(session), isComplete: false);
        return id;
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

    /// <summary>After a session couldn't be created or selected, there is no current one, and no command may create another one.</summary>
    /// <exception cref="CommandException">The session is the current one, and that is the case.</exception>
    public void CheckCanChange(SessionChoice session) => CommandException.ThrowIf(
        session.Origin == SessionOrigin.Current && connection.Find() is { } found && RunspaceDefaults.Current.HasSessionFailed(found),
        ErrorRecords.SessionNotSelected);

    /// <summary>Creates a session, which becomes the current session if <paramref name="isCurrent"/> is true.</summary>
    public async Task<NemoSession> CreateAsync(string name, string? language = null, bool isCurrent = true)
    {
        var open = await connection.ResolveAsync();
        var created = await (await connection.ResolveClientAsync())
            .CreateSessionAsync(DisplayText.Line(name), language, output.StopToken);
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
            RunspaceDefaults.Current.SetSession(open, session: null);
            throw;
        }
    }

    /// <summary>Requests a session, specified by its ID or name, from the service.</summary>
    public async Task<NemoSession> RequestAsync(string text)
    {
        var id = await Lookup.ResolveAsync(text);
        var state = await (await connection.ResolveClientAsync()).GetStateAsync(id, output.StopToken);
        return await Lookup.FindAsync(id) ?? new NemoSession(state.SessionId, state.Name, state.TaskId, language: null);
    }

    /// <summary>Creates and writes a link to a session.</summary>
    public async Task<Uri> WriteLinkAsync(string sessionId)
    {
        var link = (await (await connection.ResolveClientAsync()).CreateSessionLinkAsync(sessionId, output.StopToken)).Address;

        // A view of Uri itself would apply to all URLs.
        output.Write(link, "NemoSessionLink");
        return link;
    }
}
