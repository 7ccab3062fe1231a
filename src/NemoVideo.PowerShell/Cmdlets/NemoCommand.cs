using System.Management.Automation.Host;
using System.Text;
using NemoVideo.PowerShell.Binding;
using NemoVideo.PowerShell.Connections;
using NemoVideo.PowerShell.Errors;
using NemoVideo.PowerShell.Output;

namespace NemoVideo.PowerShell.Cmdlets;

/// <summary>The base of all cmdlets that use a connection. It finds or creates it, and converts failures to error records.</summary>
public abstract class NemoCommand : StoppableCommand
{
    private readonly List<object?> _remaining = [];
    private NemoException? _fatalError;
    private bool _hasSucceeded;
    private NemoHistory? _history;
    private SessionLookup? _sessions;
    private bool _isHistoryUnreadable;

    /// <summary>The connection. Default: the connection of this runspace.</summary>
    [Parameter, ValidateNotNull]
    public NemoConnection? Connection { get; set; }

    /// <summary>Whether the command only shows what it would do, because of -WhatIf or $WhatIfPreference.</summary>
    internal bool IsWhatIf => LanguagePrimitives.IsTrue(this.PreferenceOf("WhatIf", "WhatIfPreference"));

    private NemoConnection? KnownConnection => Connection ?? RunspaceDefaults.Current.Connection;

    /// <summary>Asks before something is charged. The default is no; -Confirm:$false answers yes. Null if the host can't ask.</summary>
    internal bool? TryAsk(string question, string caption)
    {
        if (MyInvocation.BoundParameters.TryGetValue("Confirm", out var confirm) && !LanguagePrimitives.IsTrue(confirm))
        {
            return true;
        }

        var (yesToAll, noToAll) = (false, false);
        try
        {
            // At the end of a redirected input, the console host would use the default answer instead of reporting an error.
            return Host.Name == "ConsoleHost" && Console.IsInputRedirected ? null
                : ShouldContinue(question, caption, hasSecurityImpact: true, ref yesToAll, ref noToAll);
        }
        catch (Exception exception) when (exception is HostException or PSInvalidOperationException or NotImplementedException)
        {
            return null;
        }
    }

    /// <summary>An object with a view of its own, which an additional type name selects.</summary>
    internal static PSObject WithView(object value, string view)
    {
        var output = new PSObject(value);
        output.TypeNames.Insert(0, $"NemoVideo.PowerShell.Output.{view}");
        return output;
    }

    /// <summary>The connection to use. Connects if there is none.</summary>
    internal NemoConnection ResolveConnection()
    {
        if (FindConnection() is { } existing)
        {
            ThrowIf(!existing.IsOpen, () => ErrorRecords.ConnectionClosed(existing));
            return existing;
        }

        ThrowIf(RunspaceDefaults.IsConnectedElsewhere, ErrorRecords.NoConnectionInRunspace);
        var options = new NemoClientOptions { Trace = RequestLog.Add, Retrying = RequestLog.Add, Notice = RequestLog.Warn };
        return Connection = new ConnectionRunner(this).Connect(options);
    }

    /// <summary>The connection to use; null for none. Never connects. A failed Connect-Nemo before is a terminating error.</summary>
    internal NemoConnection? FindConnection()
    {
        ThrowIf(Connection is null && RunspaceDefaults.Current.HasFailed, ErrorRecords.NotConnected);
        return Connection ??= RunspaceDefaults.Current.Connection;
    }

    /// <summary>The ID of a session, specified by its ID or name. -WhatIf never connects, so it can leave a name as it is.</summary>
    /// <exception cref="NemoException">Several sessions have this name, or not exactly one matches the wildcards.</exception>
    internal string ResolveSession(string text) =>
        IsWhatIf && KnownConnection is not { IsOpen: true } ? text : FindSessions().Resolve(text);

    /// <summary>The sessions of the connection and of previous processes. Connects if there is no connection.</summary>
    internal SessionLookup FindSessions()
    {
        var connection = ResolveConnection();
        return _sessions = _sessions?.Connection == connection ? _sessions : new SessionLookup(this, connection);
    }

    /// <summary>The name and ID of a session or an export, or the ID alone.</summary>
    internal string Describe(string id) =>
        (KnownConnection?.NameOf(id) ?? _sessions?.Find(id)?.Name) is { Length: > 0 } name ? $"'{name}' ({id})" : id;

    internal NemoClient ResolveClient() => ResolveConnection().Client;

    /// <summary>Creates or selects the current session. If that fails, there is none, so that nothing changes the previous one.</summary>
    internal NemoSession SelectSession(Func<NemoSession> select)
    {
        var connection = ResolveConnection();
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
    internal NemoSession RequestSession(string text)
    {
        var connection = ResolveConnection();
        var id = ResolveSession(text);
        var state = Wait(token => connection.Client.GetStateAsync(id, token));
        return FindSessions().Find(id) ?? new NemoSession(state.SessionId, state.Name, state.TaskId, language: null);
    }

    /// <summary>The history, read once; null with a warning if it can't be read, because downloads don't need it.</summary>
    internal NemoHistory? ReadHistory()
    {
        if (_history is null && !_isHistoryUnreadable)
        {
            try
            {
                _history = ResolveClient().ReadHistory();
            }
            catch (NemoException exception)
            {
                _isHistoryUnreadable = true;
                WriteWarning($"{exception.Message} {Advice.For(exception)}");
            }
        }

        return _history;
    }

    /// <summary>The names of videos in a folder. No video replaces a file that this computer uploaded.</summary>
    internal OutputFileNames CreateNames(string folder, bool overwrite)
    {
        var names = new OutputFileNames(FilePaths.ResolveFolder(this, folder), overwrite);
        foreach (var source in overwrite ? ReadHistory()?.SourcePaths ?? [] : [])
        {
            names.Keep(source);
        }

        return names;
    }

    /// <summary>
    /// Processes one input. A failure is a non-terminating error. If all other inputs would fail too, it is a terminating error before
    /// the first success; after that, all other inputs are one error at the end without a request, because downstream cmdlets must
    /// finish. An input that isn't complete then is completed with <see cref="Finish"/>.
    /// </summary>
    internal void ProcessInput(object? target, Action action, bool isComplete = true)
    {
        if (!IsSkipped(target))
        {
            Finish(target, action, isComplete);
        }
    }

    /// <summary>Whether a failure of another input ended all of them. If so, this input is listed at the end.</summary>
    internal bool IsSkipped(object? target)
    {
        if (_fatalError is not null)
        {
            AddNotProcessed(target);
        }

        return _fatalError is not null;
    }

    /// <summary>
    /// Completes an input that <see cref="ProcessInput"/> started, even after a fatal error of another input. If the target is only a part
    /// of an input (whole), that input is listed at the end, and no error is terminating.
    /// </summary>
    internal void Finish(object? target, Action action, bool isComplete = true, bool endsOthers = true, object? whole = null)
    {
        try
        {
            action();
            _hasSucceeded |= isComplete;
        }
        catch (NemoException exception)
        {
            WriteRawResponse(exception);
            if (!endsOthers || !AffectsAllInputs(exception.Kind))
            {
                WriteError(RecordOf(exception, target));
            }
            else
            {
                // Another input can fail in the same way meanwhile. It is then listed after this one.
                var isTerminating = _fatalError is null && whole is null;
                EndInputs(exception);
                AddNotProcessed(whole ?? target);
                if (TryEndStarted() && isTerminating && !_hasSucceeded)
                {
                    ThrowTerminatingError(CreateNotProcessed());
                }
            }
        }
        catch (Exception exception) when (IsUnexpected(exception))
        {
            WriteError(ErrorRecords.Unexpected(exception, target));
        }
    }

    /// <summary>Processes no more inputs after a failure that all of them would have. One error at the end lists them.</summary>
    internal void EndInputs(NemoException exception) => _fatalError ??= exception;

    /// <summary>Lists an input in that error, which states that nothing was done for it.</summary>
    private void AddNotProcessed(object? target) => _remaining.Add(target);

    /// <summary>Whether a text was read in the wrong encoding, or cut within a character: U+FFFD stands for what isn't a character.</summary>
    private protected static bool IsGarbled(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)).Contains('\uFFFD');

    /// <summary>The error for a message that would be charged for nothing, because it is garbled or a path; null for any other.</summary>
    private protected ErrorRecord? FindInvalidMessage(string message, object? target) =>
        IsGarbled(message) ? ErrorRecords.WrongEncoding("Message", target)
        : FilePaths.IsPathOrPattern(this, message) ? ErrorRecords.PathAsMessage(message)
        : null;

    /// <summary>Calls <see cref="EndInput"/>, and then writes one error for the inputs that were not processed.</summary>
    protected sealed override void EndProcessing()
    {
        EndInput();
        if (_remaining.Count > 0)
        {
            WriteError(CreateNotProcessed());
        }
    }

    /// <summary>What to do after the cause of a failure is removed, if the same pipeline shouldn't be run again; null if it can.</summary>
    private protected virtual string? FindLaterAction(NemoErrorKind kind) => null;

    /// <summary>Processes what is left after the last input.</summary>
    private protected virtual void EndInput()
    {
    }

    /// <summary>The error for the inputs that were not processed, at least one.</summary>
    private ErrorRecord CreateNotProcessed() => _remaining.Count == 1 ? RecordOf(_fatalError!, _remaining[0])
        : WithLaterAction(ErrorRecords.NotProcessed(_fatalError!, _remaining, NameOf, "inputs were not processed"), _fatalError!);

    private ErrorRecord RecordOf(NemoException exception, object? target)
    {
        var suggested = _sessions?.SuggestNames(exception, PipedObject.SessionIdOf(target)) ?? exception;
        suggested.SourcePath ??= SourcePathOf(target);
        return WithLaterAction(ErrorRecords.From(suggested, target, target is string text ? Describe(text) : null), exception);
    }

    private ErrorRecord WithLaterAction(ErrorRecord record, NemoException exception)
    {
        if (FindLaterAction(exception.Kind) is { } later)
        {
            record.ErrorDetails.RecommendedAction += " " + later;
        }

        return record;
    }

    /// <summary>The local file that an input or an export of the connection, specified by its ID, comes from; null if it is unknown.</summary>
    private string? SourcePathOf(object? target) =>
        PipedObject.SourcePathOf(target) ?? (target is string id ? KnownConnection?.FindExport(id)?.SourcePath : null);

    private string NameOf(object? target) => SourcePathOf(target) ?? PipedObject.Unwrap(target) switch
    {
        string text => Describe(text),
        NemoUpload upload => upload.Path ?? upload.Name,
        Uri address => DisplayText.Address(address),
        var other => PipedObject.SessionIdOf(other) is { } id ? Describe(id) : $"{other}",
    };

    /// <summary>Whether all other inputs would fail with the same error.</summary>
    internal static bool AffectsAllInputs(NemoErrorKind kind) => kind
        is NemoErrorKind.Authentication or NemoErrorKind.ConnectionFailed
        or NemoErrorKind.OutOfCredits or NemoErrorKind.ExportBlocked;
}
