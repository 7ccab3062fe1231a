using System.Management.Automation;
using NemoVideo.Client.Editing;
using NemoVideo.Client.Streaming;
using NemoVideo.PowerShell.Abstractions;
using NemoVideo.PowerShell.Binding;
using NemoVideo.PowerShell.Errors;
using NemoVideo.PowerShell.Output;
using NemoVideo.PowerShell.Progress;

namespace NemoVideo.PowerShell.Commands;

/// <summary>
/// Sends a message and streams what happens. With -Message on the command line, all input of one session makes one message:
/// at once for a session that was made for its file, at the end of the input otherwise. Where the message comes by property
/// name, each input is its own message.
/// </summary>
[Cmdlet(VerbsLifecycle.Invoke, "NemoEdit", SupportsShouldProcess = true)]
[OutputType(typeof(NemoTextEvent), typeof(NemoToolCallEvent), typeof(NemoToolResultEvent), typeof(NemoTimelineEvent), typeof(NemoErrorEvent), typeof(NemoHeartbeatEvent), typeof(NemoUnknownEvent), typeof(NemoEditResult))]
public sealed class InvokeNemoEditCommand : SessionInputCommand
{
    private readonly SessionQueue _queue = new();
    private bool _isOneMessage;

    /// <summary>What to do, in plain words.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string Message { get; set; } = "";

    /// <summary>Gives the result only, without the events before it.</summary>
    [Parameter]
    public SwitchParameter ResultOnly { get; set; }

    /// <summary>Gives the pieces of a text as well, as they come.</summary>
    [Parameter]
    public SwitchParameter IncludePartial { get; set; }

    /// <summary>Gives the service's signs of life as well.</summary>
    [Parameter]
    public SwitchParameter IncludeHeartbeat { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        _isOneMessage = MyInvocation.BoundParameters.ContainsKey(nameof(Message));
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (!HasInput)
        {
            Send(Session, target: null);
        }
        else if (InputObject is not null && PipedObject.IsEvent(InputObject))
        {
            ProcessEvent(InputObject);
        }
        else if (_isOneMessage)
        {
            Add(InputObject);
        }
        else if (FindInputSessionId() is null or "" && InputObject?.Properties["SessionId"] is not null)
        {
            // A row that leaves the field empty where others name a session is a gap, not a wish for the current one.
            WriteError(ErrorRecords.NoSessionInInput(InputObject));
        }
        else
        {
            // A row with a message of its own; without a session in it, it is for the current one.
            Send(FindInputSessionId(), InputObject);
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        foreach (var (sessionId, input) in _queue.Open)
        {
            Send(sessionId, input);
        }
    }

    /// <summary>An edit that succeeded leads to the next one; what it said and showed on the way does not.</summary>
    private void ProcessEvent(PSObject input)
    {
        if (_isOneMessage && PipedObject.IsSucceededResult(input))
        {
            Add(input);
        }
        else if (!_isOneMessage && PipedObject.IsResult(input))
        {
            // Its Message binds by name, but it is the one that was sent already.
            WriteError(ErrorRecords.NoMessageInInput(input));
        }
    }

    private void Add(PSObject? input)
    {
        if (TryGetInputSessionId(out var sessionId) && _queue.Add(sessionId, input) && PipedObject.OwnsSession(input))
        {
            Send(sessionId, input);
            _queue.Done(sessionId);
        }
    }

    private void Send(string? sessionId, PSObject? target)
    {
        var message = Message;
        if (ShouldProcess(sessionId ?? CurrentSession?.SessionId ?? "a new session", $"Send the message '{message}', which spends credits"))
        {
            ForInput(target ?? (object?)sessionId, () => Run(string.IsNullOrEmpty(sessionId) ? EnsureSessionId() : sessionId!, message, PipedObject.OwnsSession(target)));
        }
    }

    private void Run(string sessionId, string message, bool ownsSession)
    {
        var events = new EventFactory(sessionId, message, ownsSession);
        var filter = new EventFilter(ResultOnly, IncludePartial, IncludeHeartbeat);
        var client = ResolveClient();
        var progress = new EditProgress(client.Limits.StillWorkingInterval);
        using var line = new ProgressLine(this, "Editing", message, ShowProgress);
        var hasFailed = false;
        foreach (var current in Pull(client.EditAsync(sessionId, message, StopToken), line))
        {
            var output = events.Make(current);
            progress.Observe(current);
            if (current is ErrorEvent error && !hasFailed)
            {
                hasFailed = true;
                WriteError(ErrorRecords.EditFailed(error, sessionId));
            }

            if (current is EditResult { Status: EditStatus.Succeeded, IsChanged: false })
            {
                WriteWarning($"The timeline has not changed. Look at what the agent says, or say it in other words: {message}");
            }

            if (current is EditResult { Status: EditStatus.Succeeded, Interruption: not null })
            {
                WriteWarning("The connection broke while the edit ran. The timeline has changed since; look at Get-NemoState whether all of it is there.");
            }

            if (filter.Passes(current) && output is not NemoTextEvent { Text.Length: 0 })
            {
                WriteObject(output);
            }
        }

        void ShowProgress(ProgressLine shown)
        {
            shown.Report(progress.Status);
            if (progress.IsSilenceDue())
            {
                WriteHostLine("\u23F3 Still working...");
            }
        }
    }
}
