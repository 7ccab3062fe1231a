namespace NemoVideo.PowerShell.Commands;

/// <summary>
/// Sends a message and streams the events. With the same message for all inputs, each session of the input receives it once. If the
/// message comes from a property or a script block, each input object is one message. The messages are sent at the end of the input, except
/// for uploads that were just given a session of their own. With -ThrottleLimit, several sessions are edited at the same time.
/// </summary>
[Cmdlet(VerbsLifecycle.Invoke, "NemoEdit", SupportsShouldProcess = true)]
[OutputType(typeof(NemoEvent), typeof(NemoEditResult))]
public sealed class InvokeNemoEditCommand : SessionCommand<EditInput>
{
    private EditReader? _reader;

    /// <summary>An upload, a session, an edit result, or a session ID or name.</summary>
    [Parameter(ValueFromPipeline = true), AllowNull]
    public PSObject? InputObject { get; set; }

    /// <summary>The message to the agent, in plain language.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true), PlainText]
    public string Message { get; set; } = "";

    /// <summary>
    /// The total timeout for each message, in seconds, 0.01 to 86400. After a timeout, the cmdlet checks the timeline for the effect of
    /// the edit. Default: StreamTimeoutSec of the connection.
    /// </summary>
    [Parameter, ValidateRange(0.01, 86400.0)]
    public double? TimeoutSec { get; set; }

    /// <summary>The number of sessions to edit at the same time, 1 to 64. Default: 1.</summary>
    [Parameter, Alias("Parallel"), ValidateRange(1, 64)]
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

    private protected override async Task CheckParametersAsync()
    {
        var hasInput = MyInvocation.ExpectingInput || MyInvocation.BoundParameters.ContainsKey(nameof(InputObject));
        _reader = new EditReader(Output, Nemo, Sessions, hasInput);
        _reader.CheckTyped(Message);
        Session = await Sessions.CheckAsync(Session);
    }

    private protected override EditInput ReadInput() => new(InputObject, Message, Session);

    private protected override async Task RunAsync(IAsyncEnumerable<EditInput> inputs, CancellationToken stop)
    {
        var options = new EditOptions(Seconds(TimeoutSec), FailIfUnchanged, ResultOnly, IncludePartial, IncludeHeartbeat);
        var editor = new Editor(Output, Nemo, Sessions, options);
        var queue = new SessionQueue();
        await queue.OrderAsync(_reader!.ReadAllAsync(inputs))
            .ForEachAsync(ThrottleLimit, Output, message => queue.RunAsync(message, () => SendAsync(message, editor)));
    }

    private async Task SendAsync(EditMessage message, Editor editor)
    {
        Sessions.CheckCanChange(message.Session);
        var session = message.SessionId is null ? "a new session" : Nemo.Describe(message.SessionId);
        if (Output.ShouldProcess(session, $"Send the message {DisplayText.Quote(message.Text)}, which costs credits"))
        {
            await Failures.ProcessAsync(message.Input ?? (object?)message.SessionId, () => editor.SendAsync(message), isCharged: true);
        }
    }
}
