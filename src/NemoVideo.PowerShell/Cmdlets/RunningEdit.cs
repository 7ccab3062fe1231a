using NemoVideo.PowerShell.Binding;
using NemoVideo.PowerShell.Errors;
using NemoVideo.PowerShell.Output;
using NemoVideo.PowerShell.Progress;

namespace NemoVideo.PowerShell.Cmdlets;

/// <summary>A message to send.</summary>
/// <param name="SessionId">The ID of the session.</param>
/// <param name="Text">The message.</param>
/// <param name="Input">The pipeline object that the session comes from; null for none.</param>
/// <param name="Target">The target of an error before the edit begins; null for none.</param>
/// <param name="Position">The position among several messages, such as "2 of 13"; null if their number is unknown.</param>
internal sealed record EditMessage(string SessionId, string Text, PSObject? Input = null, object? Target = null, string? Position = null);

/// <summary>How a cmdlet sends messages and which of their events it writes.</summary>
/// <param name="Filter">The events to write.</param>
/// <param name="Timeout">The total timeout for each message. Default: the connection's.</param>
/// <param name="FailIfUnchanged">Whether it is an error if an edit changes nothing. Default: a warning.</param>
internal sealed record EditOptions(EventFilter Filter, TimeSpan? Timeout = null, bool FailIfUnchanged = false);

/// <summary>Selects the events of an edit that are written to the pipeline.</summary>
internal sealed class EventFilter(bool resultOnly = false, bool includePartial = false, bool includeHeartbeat = false)
{
    /// <summary>Whether an event is written.</summary>
    public bool Passes(AgentEvent source) => source switch
    {
        _ when resultOnly => source is EditResult,
        TextEvent { IsThought: true } => false,
        TextEvent { Text.Length: 0 } => false,
        TextEvent { IsPartial: true } => includePartial,
        HeartbeatEvent => includeHeartbeat,
        _ => true,
    };
}

/// <summary>One message that was started. It writes its events on the pipeline thread.</summary>
internal sealed class RunningEdit : IDisposable
{
    private readonly NemoCommand _command;
    private readonly EditMessage _message;
    private readonly EditOptions _options;
    private readonly NemoClient _client;
    private readonly string? _source;
    private readonly string? _file;
    private readonly EventFactory _outputs;
    private readonly EditProgress _progress;
    private readonly ProgressLine _line;
    private bool _isComplete;

    public RunningEdit(NemoCommand command, EditMessage message, EditOptions options)
    {
        (_command, _message, _options) = (command, message, options);
        var (sessionId, text, input, _, position) = message;
        _source = PipedObject.SourcePathOf(input);
        _outputs = new EventFactory(sessionId, text, PipedObject.OwnsSession(input), _source);
        var connection = command.ResolveConnection();
        _client = connection.Client;
        command.WriteVerbose($"Tip: {connection.Client.Skill.MessageTip}");
        _file = _source ?? PipedObject.TextOf(input, "Path");
        var name = _file is not null ? $"'{Path.GetFileName(_file)}'"
            : position is not null && connection.NameOf(sessionId) is { Length: > 0 } known ? $"'{known}'" : null;
        _progress = new EditProgress(position is null || name is null ? position ?? name : $"{position}, {name}");
        _line = new ProgressLine(command, "Editing", _progress.Read);
    }

    public EditMessage Message => _message;

    /// <summary>The result that was written; null for none.</summary>
    public NemoEditResult? Result { get; private set; }

    public bool IsStreaming => _progress.Phase == EditPhase.Streaming;

    public void Show() => _line.Show();

    /// <summary>Sends the message and reads its events.</summary>
    public IAsyncEnumerable<AgentEvent> ReadAsync(CancellationToken cancellationToken) => _client.EditAsync(
        _message.SessionId, _message.Text, _options.Timeout, _progress, cancellationToken);

    /// <summary>Writes an event.</summary>
    public void Write(AgentEvent current)
    {
        if (current is NoMediaEvent)
        {
            _command.WriteWarning(
                $"The session {_command.Sessions.Describe(_message.SessionId)} has no media, so there is nothing to edit: the agent can only generate a "
                    + "clip. To edit a clip of your own, upload it with Send-NemoUpload first.");
            return;
        }

        if (current is EditResult result)
        {
            Report(result);
        }

        _isComplete = current is EditResult;
        var output = _outputs.Create(current);
        Result = output as NemoEditResult ?? Result;
        _progress.Observe(current);
        if (current is ErrorEvent { Exception: { Kind: NemoErrorKind.OutOfCredits } exhausted })
        {
            // All other messages would fail, too.
            _command.Inputs.End(exhausted);
        }

        if (_options.Filter.Passes(current))
        {
            _command.WriteObject(output);
        }
    }

    /// <summary>Completes the progress. If the user stopped the command, a warning says what can have happened to the message.</summary>
    public void Dispose()
    {
        if (!_isComplete && _progress.Phase != EditPhase.Preparing)
        {
            var sent = _progress.Phase == EditPhase.Sending ? "may have been sent" : "was sent";
            _command.WarnIfStopped(
                $"The message '{_message.Text}' {sent}. The service may complete the edit and charge for it. "
                + $"To check the timeline, use Get-NemoState -Session {CommandText.Quote(_message.SessionId)}.");
        }

        _line.Dispose();
    }

    /// <summary>Writes the error or the warning about an edit that isn't simply done.</summary>
    private void Report(EditResult result)
    {
        var name = _command.Sessions.Describe(_message.SessionId);
        var clip = _file is not null ? $"'{_file}'" : name;
        switch (result)
        {
            case { Error: { } error }:
                bool? isChanged = result.IsTimelineKnown ? result.IsChanged : null;
                _command.WriteError(ErrorRecords.EditFailed(error, isChanged, _message.SessionId, name, _source));
                break;
            case { Status: EditStatus.AwaitingInput }:
                _command.WriteError(ErrorRecords.AwaitingInput(result, clip, _source));
                break;
            case { Status: EditStatus.Unchanged }:
                ReportUnchanged(ErrorRecords.EditUnchanged(result, _message.Text, clip, _source));
                break;
            case { Interruption: { } interruption }:
                _command.WriteWarning($"{interruption.Message} The timeline changed. Use Get-NemoState to check whether the edit is complete.");
                break;
        }
    }

    private void ReportUnchanged(ErrorRecord record)
    {
        if (_options.FailIfUnchanged)
        {
            _command.WriteError(record);
        }
        else
        {
            _command.WriteWarning($"{record.ErrorDetails.Message} {record.ErrorDetails.RecommendedAction}");
        }
    }
}
