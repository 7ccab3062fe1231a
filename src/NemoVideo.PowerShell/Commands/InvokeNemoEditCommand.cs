using System.Management.Automation;
using NemoVideo.PowerShell.Binding;
using NemoVideo.PowerShell.Cmdlets;
using NemoVideo.PowerShell.Errors;
using NemoVideo.PowerShell.Output;

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
    [NotBlank]
    public string Message { get; set; } = "";

    /// <summary>
    /// How long each message's stream may last, in seconds; what it started goes on at the service, and the timeline is looked
    /// at for it. Default: the connection's, 900.
    /// </summary>
    [Parameter]
    [ValidateRange(0.01, 86400.0)]
    public double? TimeoutSec { get; set; }

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
        else if (FindInputSession() is null or "" && InputObject?.Properties["SessionId"] is not null)
        {
            // A row that leaves the field empty where others name a session is a gap, not a wish for the current one.
            WriteError(ErrorRecords.NoSessionInInput(InputObject));
        }
        else
        {
            // A row with a message of its own; without a session in it, it is for the current one.
            Send(FindInputSession(), InputObject);
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

    private void Send(string? session, PSObject? target)
    {
        var message = Message;
        var current = string.IsNullOrEmpty(session) ? CurrentSession?.SessionId : session;
        if (current is not null && !TryResolveSession(current, target, out current))
        {
            return;
        }

        if (ShouldProcess(current is null ? "a new session" : Describe(current), $"Send the message '{message}', which spends credits"))
        {
            ProcessInput(target ?? (object?)current, () =>
            {
                var filter = new EventFilter(ResultOnly, IncludePartial, IncludeHeartbeat);
                var timeout = TimeoutSec is { } seconds ? TimeSpan.FromSeconds(seconds) : (TimeSpan?)null;
                new EditRunner(this, filter, timeout).Run(current ?? EnsureSessionId(), message, PipedObject.OwnsSession(target));
            });
        }
    }
}
