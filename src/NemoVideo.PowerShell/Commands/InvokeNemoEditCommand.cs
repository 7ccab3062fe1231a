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
    protected override void BeginProcessing() => _isOneMessage = MyInvocation.BoundParameters.ContainsKey(nameof(Message));

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (!_isOneMessage)
        {
            Send(FindInputSessionId(), InputObject);
            return;
        }

        if (InputObject is null)
        {
            Send(Session, target: null);
            return;
        }

        if (InputObject.BaseObject is NemoEvent and not NemoEditResult { Status: EditStatus.Succeeded })
        {
            return;
        }

        if (TryGetInputSessionId(out var sessionId) && _queue.Add(sessionId, InputObject) && OwnsSession(InputObject))
        {
            Send(sessionId, InputObject);
            _queue.Done(sessionId);
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

    private static bool OwnsSession(PSObject? input) => input?.Properties["OwnsSession"]?.Value is true;

    private void Send(string? sessionId, PSObject? target)
    {
        var message = Message;
        if (ShouldProcess(sessionId ?? "the current session", $"Send the message '{message}', which spends credits"))
        {
            ForInput(target ?? (object?)sessionId, () => Run(sessionId ?? EnsureSessionId(), message, OwnsSession(target)));
        }
    }

    private void Run(string sessionId, string message, bool ownsSession)
    {
        var events = new EventFactory(sessionId, message, ownsSession);
        var filter = new EventFilter(ResultOnly, IncludePartial, IncludeHeartbeat);
        using var line = new ProgressLine(this, "Editing", message);
        var hasFailed = false;
        foreach (var current in Pull(ResolveClient().EditAsync(sessionId, message, StopToken), line))
        {
            line.Report(EditProgress.Describe(current));
            if (current is ErrorEvent error && !hasFailed)
            {
                hasFailed = true;
                WriteError(ErrorRecords.EditFailed(error, sessionId));
            }

            if (filter.Passes(current))
            {
                WriteObject(events.Make(current));
            }
        }
    }
}
