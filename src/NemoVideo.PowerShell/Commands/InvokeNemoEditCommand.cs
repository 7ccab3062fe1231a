using NemoVideo.PowerShell.Binding;
using NemoVideo.PowerShell.Cmdlets;
using NemoVideo.PowerShell.Errors;
using NemoVideo.PowerShell.Output;

namespace NemoVideo.PowerShell.Commands;

/// <summary>
/// Sends a message and streams the events. With the same message for all inputs, each session of the input receives it once. If the
/// message comes from a property or a script block, each input object is one message. The messages are sent at the end of the input, except
/// for uploads that were just given a session of their own. With -ThrottleLimit, several sessions are edited at the same time.
/// </summary>
[Cmdlet(VerbsLifecycle.Invoke, "NemoEdit", SupportsShouldProcess = true)]
[OutputType(typeof(NemoEvent), typeof(NemoEditResult))]
public sealed class InvokeNemoEditCommand : SessionInputCommand
{
    private readonly HashSet<string> _sessions = new(StringComparer.Ordinal);
    private readonly List<Edit> _pending = [];
    private CreditCheck? _credits;
    private EditRunner? _edits;
    private IgnoredColumn? _ignored;
    private bool _hasInput;
    private bool _isMessageTyped;
    private bool _isOneMessage;

    /// <summary>The message to the agent, in plain language.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [PlainText]
    public string Message { get; set; } = "";

    /// <summary>
    /// The total timeout for each message, in seconds, 0.01 to 86400. After a timeout, the cmdlet checks the timeline for the effect of
    /// the edit. Default: StreamTimeoutSec of the connection.
    /// </summary>
    [Parameter]
    [ValidateRange(0.01, 86400.0)]
    public double? TimeoutSec { get; set; }

    /// <summary>The number of sessions to edit at the same time, 1 to 64. Default: 1.</summary>
    [Parameter]
    [Alias("Parallel")]
    [ValidateRange(1, 64)]
    public int ThrottleLimit { get; set; } = 1;

    /// <summary>Writes an error if the edit didn't change the timeline. Default: a warning.</summary>
    [Parameter]
    public SwitchParameter FailIfUnchanged { get; set; }

    /// <summary>Returns only the result, without the events before it.</summary>
    [Parameter]
    public SwitchParameter ResultOnly { get; set; }

    /// <summary>Also returns pieces of text as they arrive.</summary>
    [Parameter]
    public SwitchParameter IncludePartial { get; set; }

    /// <summary>Also returns the heartbeats of the service.</summary>
    [Parameter]
    public SwitchParameter IncludeHeartbeat { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        _credits = new CreditCheck(this);
        _ignored = new IgnoredColumn(this, nameof(Message));
        _isMessageTyped = MyInvocation.BoundParameters.ContainsKey(nameof(Message));
        _isOneMessage = TypedParameters.Contains(MyInvocation, nameof(Message));
        var options = new EditOptions(
            new EventFilter(ResultOnly, IncludePartial, IncludeHeartbeat), Seconds(TimeoutSec), FailIfUnchanged);
        _edits = Own(new EditRunner(this, options, (target, next) => Inputs.Finish(target, next)));
    }

    /// <inheritdoc/>
    private protected override void CheckParameters()
    {
        if ((!HasInput || TypedParameters.Contains(MyInvocation, nameof(Message))) && FindInvalidMessage(target: null) is { } invalid)
        {
            ThrowTerminatingError(invalid);
        }
    }

    /// <inheritdoc/>
    protected override void ProcessRecord() => RunOrDispose(() =>
    {
        _hasInput = true;
        Accept();
        _edits!.WriteReceived();
    });

    /// <inheritdoc/>
    private protected override void CompleteInput()
    {
        if (MyInvocation.ExpectingInput && !_hasInput && MyInvocation.PipelinePosition <= 2)
        {
            // After other cmdlets of the module, the first one has warned.
            WarnOfNoInput("message was sent");
        }

        if (_pending.Count > 1 && !IsWhatIf)
        {
            _credits!.Add(_pending.Count);
        }

        for (var i = 0; i < _pending.Count; i++)
        {
            Send(_pending[i], _pending.Count > 1 ? $"{i + 1} of {_pending.Count}" : null);
        }

        _edits!.WaitUntilRunning(0);
    }

    /// <summary>The running edits end before an error that ends the command.</summary>
    private protected override void FinishStarted() => _edits?.FinishStarted();

    private void Accept()
    {
        if (!HasInput)
        {
            Send(new Edit(Session, Message, Input: null));
        }
        else if (InputObject is not null && PipedObject.IsEvent(InputObject))
        {
            ProcessEvent(InputObject);
        }
        else if (_isMessageTyped)
        {
            _ignored!.Check(InputObject);
            Add(InputObject);
        }
        else if (InputObject is not null && PipedObject.IsRowOfEvent(InputObject))
        {
            Inputs.Reject(ErrorRecords.NoMessageInInput(InputObject));
        }
        else if (FindSession(InputObject) is null or "" && !IsOnlyMessage(InputObject))
        {
            // Neither an empty cell nor a property with another name must select the current session.
            Inputs.Reject(ErrorRecords.NoSessionInInput(InputObject));
        }
        else
        {
            Process(FindSession(InputObject));
        }
    }

    private ErrorRecord? FindInvalidMessage(object? target) =>
        string.IsNullOrWhiteSpace(Message) ? ErrorRecords.BlankMessage(target, target) : MessageCheck.FindError(this, Message, target);

    /// <summary>Whether an input is a row with a message and nothing else. Any other property may name a session.</summary>
    private static bool IsOnlyMessage(PSObject? input) =>
        input is not null && PipedObject.IsRow(input) && input.Properties[nameof(Message)] is not null && input.Properties.Count() == 1;

    /// <summary>Only the result of an edit that succeeded selects a session. Other events are ignored.</summary>
    private void ProcessEvent(PSObject input)
    {
        if (_isMessageTyped && PipedObject.StatusOf(input) == EditStatus.Succeeded)
        {
            Add(input);
        }
        else if (!_isMessageTyped && PipedObject.IsResult(input))
        {
            // Its Message property binds to -Message, but that message was sent already.
            WriteError(ErrorRecords.NoMessageInInput(input));
        }
    }

    private void Add(PSObject? input)
    {
        if (GetSessionId(input) is { } sessionId && (_sessions.Add(sessionId) || !_isOneMessage))
        {
            Process(sessionId);
        }
    }

    /// <summary>Sends the message of a session of a single file immediately, and any other message at the end of the input.</summary>
    private void Process(string? session)
    {
        if (!_isOneMessage && FindInvalidMessage(InputObject) is { } invalid)
        {
            Inputs.Reject(invalid);
            return;
        }

        Inputs.Accept();
        var edit = new Edit(session, Message, InputObject);

        // As the first command of a pipeline, as in $uploads | Invoke-NemoEdit, the input is complete, so its count can be known first.
        if (MyInvocation.PipelinePosition == 1 || !PipedObject.OwnsSession(InputObject))
        {
            _pending.Add(edit);
            return;
        }

        if (!IsWhatIf)
        {
            _credits!.Add(1);
        }

        Send(edit);
    }

    private void Send(Edit edit, string? position = null)
    {
        var (session, message, input) = edit;
        var isCurrent = string.IsNullOrEmpty(session);
        if (isCurrent)
        {
            CheckCurrentSession();
        }

        var id = isCurrent ? Sessions.Current?.SessionId : TryResolveSession(session!, input);
        if ((isCurrent || id is not null)
            && ShouldProcess(id is null ? "a new session" : Sessions.Describe(id), $"Send the message {DisplayText.Quote(message)}, which costs credits"))
        {
            var target = input ?? (object?)id;
            Inputs.Process(
                target, () => _edits!.Begin(new EditMessage(id ?? EnsureSessionId(), message, input, target, position)), isComplete: false);
            _edits!.WaitUntilRunning(ThrottleLimit - 1);
        }
    }

    private sealed record Edit(string? Session, string Message, PSObject? Input);
}
