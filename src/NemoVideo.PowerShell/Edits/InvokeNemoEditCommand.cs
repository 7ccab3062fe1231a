using NemoVideo.PowerShell.Binding;
using NemoVideo.PowerShell.Connections;
using NemoVideo.PowerShell.Edits;
using NemoVideo.PowerShell.Errors;
using NemoVideo.PowerShell.Output;
using NemoVideo.PowerShell.Pipeline;
using NemoVideo.PowerShell.Sessions;

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
    private readonly HashSet<string> _sessions = new(StringComparer.Ordinal);
    private IgnoredColumn? _ignored;
    private bool _isMessageTyped;
    private bool _isOneMessage;

    /// <summary>An upload, a session, an edit result, or a session ID or name.</summary>
    [Parameter(ValueFromPipeline = true)]
    [AllowNull]
    public PSObject? InputObject { get; set; }

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

    /// <summary>Whether there is input. If so, the current session is never used, not even for null.</summary>
    private bool HasInput => MyInvocation.ExpectingInput || MyInvocation.BoundParameters.ContainsKey(nameof(InputObject));

    private protected override async Task CheckParametersAsync()
    {
        _ignored = new IgnoredColumn(Output, nameof(Message));
        _isMessageTyped = MyInvocation.BoundParameters.ContainsKey(nameof(Message));
        _isOneMessage = TypedParameters.Contains(MyInvocation, nameof(Message));
        if ((!HasInput || _isOneMessage) && FindInvalidMessage(Message, target: null) is { } invalid)
        {
            throw new CommandException(invalid);
        }

        Session = await Sessions.CheckAsync(Session);
    }

    private protected override EditInput ReadInput() => new(InputObject, Message, Session);

    private protected override async Task RunAsync(IAsyncEnumerable<EditInput> inputs, CancellationToken stop)
    {
        var filter = new EventFilter(ResultOnly, IncludePartial, IncludeHeartbeat);
        var timeout = TimeoutSec is { } seconds ? TimeSpan.FromSeconds(seconds) : (TimeSpan?)null;
        using var editor = new Editor(Output, Nemo, Sessions, Failures, new EditOptions(filter, timeout, FailIfUnchanged));
        var queue = new SessionQueue();
        await queue.OrderAsync(ReadMessagesAsync(inputs))
            .ForEachAsync(ThrottleLimit, Output, message => queue.RunAsync(message, () => SendAsync(message, editor)));
    }

    private async Task SendAsync(EditMessage message, Editor editor)
    {
        Sessions.CheckCanChange(message.Session);
        var session = message.SessionId is null ? "a new session" : Sessions.Describe(message.SessionId);
        if (Output.ShouldProcess(session, $"Send the message {DisplayText.Quote(message.Text)}, which costs credits"))
        {
            await Failures.ProcessAsync(message.Input ?? (object?)message.SessionId, () => editor.SendAsync(message));
        }
    }

    /// <summary>
    /// Returns the message for a session of a single file immediately, and any other message at the end of the input. As the first command
    /// of a pipeline, as in $uploads | Invoke-NemoEdit, the input is complete, so its count can be known first.
    /// </summary>
    private async IAsyncEnumerable<EditMessage> ReadMessagesAsync(IAsyncEnumerable<EditInput> inputs)
    {
        var credits = new CreditCheck(Output, Nemo);
        List<EditMessage> pending = [];
        await foreach (var input in inputs)
        {
            if (await ReadAsync(input) is not { } message)
            {
                continue;
            }

            if (HasInput && (MyInvocation.PipelinePosition == 1 || !PipedObject.OwnsSession(message.Input)))
            {
                pending.Add(message);
                continue;
            }

            if (HasInput && !Output.IsWhatIf)
            {
                await credits.AddAsync(1);
            }

            yield return message;
        }

        if (MyInvocation.ExpectingInput && InputCount == 0 && MyInvocation.PipelinePosition <= 2)
        {
            // After other cmdlets of the module, the first one has warned.
            Output.WarnOfNoInput("message was sent");
        }

        if (pending.Count > 1 && !Output.IsWhatIf)
        {
            await credits.AddAsync(pending.Count);
        }

        for (var i = 0; i < pending.Count; i++)
        {
            yield return pending[i] with { Position = pending.Count > 1 ? $"{i + 1} of {pending.Count}" : null };
        }
    }

    /// <summary>The message of an input; null for none, or after an error.</summary>
    private async Task<EditMessage?> ReadAsync(EditInput input)
    {
        var item = input.Item;
        var isEvent = item is not null && PipedObject.IsEvent(item);
        var session = SessionChoice.Of(input.Session, item, HasInput);
        if (isEvent && !(_isMessageTyped && PipedObject.StatusOf(item!) == EditStatus.Succeeded))
        {
            // Only the result of an edit that succeeded selects a session. Its Message property binds to -Message, but was sent already.
            if (!_isMessageTyped && PipedObject.IsResult(item!))
            {
                Output.WriteError(ErrorRecords.NoMessageInInput(item!));
            }

            return null;
        }

        if (HasInput && !isEvent)
        {
            _ignored!.Check(item);
            if (!_isMessageTyped && item is not null && PipedObject.IsRowOfEvent(item))
            {
                Failures.Reject(ErrorRecords.NoMessageInInput(item));
                return null;
            }
        }

        // Neither an empty cell nor a property with another name must select the current session.
        session ??= !_isMessageTyped && IsOnlyMessage(item) ? SessionChoice.Of(session: null) : null;
        return session is null ? Reject(ErrorRecords.NoSessionInInput(item)) : await CreateAsync(input, session);
    }

    private async Task<EditMessage?> CreateAsync(EditInput input, SessionChoice session)
    {
        string? id;
        try
        {
            id = await Sessions.FindAsync(session);
        }
        catch (NemoException exception)
        {
            return Reject(ErrorRecords.From(exception, input.Item ?? (object?)session.Text));
        }

        if (HasInput && _isMessageTyped && !_sessions.Add(id!) && _isOneMessage)
        {
            return null;
        }

        if (HasInput && !_isOneMessage && FindInvalidMessage(input.Message, input.Item) is { } invalid)
        {
            return Reject(invalid);
        }

        Failures.Accept();
        return new EditMessage(session, input.Message, input.Item) { SessionId = id };
    }

    private EditMessage? Reject(ErrorRecord error)
    {
        Failures.Reject(error);
        return null;
    }

    private ErrorRecord? FindInvalidMessage(string message, object? target) =>
        string.IsNullOrWhiteSpace(message) ? ErrorRecords.BlankMessage(target, target) : MessageCheck.FindError(Paths, message, target);

    /// <summary>Whether an input is a row with a message and nothing else. Any other property may name a session.</summary>
    private static bool IsOnlyMessage(PSObject? input) =>
        input is not null && PipedObject.IsRow(input) && input.Properties[nameof(Message)] is not null && input.Properties.Count() == 1;
}

/// <summary>What an input of Invoke-NemoEdit bound.</summary>
/// <param name="Item">The object in the pipeline; null for none.</param>
/// <param name="Message">The message.</param>
/// <param name="Session">The session; null for that of the object, or the current one.</param>
public sealed record EditInput(PSObject? Item, string Message, string? Session);
