using NemoVideo.Client.Journal;
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
    private JournalHistory? _journal;
    private bool _isJournalUnreadable;

    /// <summary>The connection. Default: the connection of this runspace.</summary>
    [Parameter, ConnectionTransformation, ValidateNotNull]
    public NemoConnection? Connection { get; set; }

    /// <summary>Whether the command only shows what it would do, because of -WhatIf or $WhatIfPreference.</summary>
    internal bool IsWhatIf => LanguagePrimitives.IsTrue(
        MyInvocation.BoundParameters.TryGetValue("WhatIf", out var bound) ? bound : GetVariableValue("WhatIfPreference"));

    private NemoConnection? KnownConnection => Connection ?? RunspaceDefaults.Current.Connection;

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        var isStopped = StopToken.IsCancellationRequested;
        base.Dispose(disposing);
        if (!isStopped && Connection is { IsOpen: true } connection)
        {
            connection.Client.Earlier.CompactJournal();
        }
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

    /// <summary>The ID of a session, specified by its ID or by its name on the connection.</summary>
    /// <exception cref="NemoException">Several sessions have this name.</exception>
    internal string ResolveSession(string text)
    {
        var sessions = KnownConnection?.Sessions ?? [];
        var name = DisplayText.Message(text);
        var id = SessionName.Resolve(name, sessions.Select(static session => (session.SessionId, session.IsSelectedByName ? session.Name : null)));

        // A text that isn't a name is sent unchanged, so that an invalid ID is an error.
        return id == name ? text : id;
    }

    /// <summary>The name and ID of a session or an export, or the ID alone.</summary>
    internal string Describe(string id) => KnownConnection?.NameOf(id) is { Length: > 0 } name ? $"'{name}' ({id})" : id;

    internal NemoClient ResolveClient() => ResolveConnection().Client;

    /// <summary>Requests a session, specified by its ID or name, from the service.</summary>
    internal NemoSession RequestSession(string text)
    {
        var connection = ResolveConnection();
        var id = ResolveSession(text);
        var state = Wait(token => connection.Client.GetStateAsync(id, token));
        return connection.FindSession(id) ?? new NemoSession(state.SessionId, state.Name, state.TaskId, language: null);
    }

    /// <summary>The journal, read once; null with a warning if it can't be read, because downloads don't need it.</summary>
    internal JournalHistory? ReadJournal()
    {
        if (_journal is null && !_isJournalUnreadable)
        {
            try
            {
                _journal = Wait(ResolveClient().ReadJournalAsync);
            }
            catch (NemoException exception)
            {
                _isJournalUnreadable = true;
                WriteWarning($"{exception.Message} {Advice.For(exception)}");
            }
        }

        return _journal;
    }

    /// <summary>
    /// Processes one input. A failure is a non-terminating error. If all other inputs would fail too, it is a terminating error before
    /// the first success; after that, all other inputs are one error at the end without a request, because downstream cmdlets must
    /// finish. An input that isn't complete then is completed with <see cref="Finish"/>.
    /// </summary>
    internal void ProcessInput(object? target, Action action, bool isComplete = true)
    {
        if (_fatalError is null)
        {
            Finish(target, action, isComplete);
        }
        else
        {
            _remaining.Add(target);
        }
    }

    /// <summary>Completes an input that <see cref="ProcessInput"/> started, even after a fatal error of another input.</summary>
    internal void Finish(object? target, Action action, bool isComplete = true, bool endsOthers = true)
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
            else if (_hasSucceeded || _fatalError is not null)
            {
                EndInputs(exception, target);
            }
            else
            {
                ThrowTerminatingError(RecordOf(exception, target));
            }
        }
        catch (Exception exception) when (IsUnexpected(exception))
        {
            WriteError(ErrorRecords.Unexpected(exception, target));
        }
    }

    /// <summary>Processes no more inputs after a failure that all of them would have. One error at the end lists this input and the others.</summary>
    internal void EndInputs(NemoException exception, object? target)
    {
        _fatalError ??= exception;
        _remaining.Add(target);
    }

    /// <summary>Calls <see cref="EndInput"/>, and then writes one error for the inputs that were not processed.</summary>
    protected sealed override void EndProcessing()
    {
        EndInput();
        if (_remaining.Count == 1)
        {
            WriteError(RecordOf(_fatalError!, _remaining[0]));
        }
        else if (_remaining.Count > 1)
        {
            WriteError(ErrorRecords.NotProcessed(_fatalError!, _remaining, NameOf, "inputs were not processed"));
        }
    }

    /// <summary>Processes what is left after the last input.</summary>
    private protected virtual void EndInput()
    {
    }

    private ErrorRecord RecordOf(NemoException exception, object? target) =>
        ErrorRecords.From(exception, target, target is string text ? Describe(text) : null);

    private string NameOf(object? target) => PipedObject.Unwrap(target) switch
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
