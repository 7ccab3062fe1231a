namespace NemoVideo.PowerShell;

/// <summary>What an input of Invoke-NemoEdit bound.</summary>
/// <param name="Item">The object in the pipeline; null for none.</param>
/// <param name="Message">The message.</param>
/// <param name="Session">The session; null for that of the object, or the current one.</param>
public sealed record EditInput(PSObject? Item, string Message, string? Session);

/// <summary>Makes a message of each input that has one. If there is input, the current session is never used, not even for null.</summary>
internal sealed class EditReader(PipelineWriter output, CommandConnection connection, CommandSessions sessions, bool hasInput)
{
    private readonly HashSet<string> _sessions = new(StringComparer.Ordinal);
    private readonly IgnoredColumn _ignored = new(output, "Message");
    private readonly bool _isMessageTyped = output.Invocation.BoundParameters.ContainsKey("Message");
    private readonly bool _isOneMessage = TypedParameters.Contains(output.Invocation, "Message");

    /// <summary>Checks the message on the command line.</summary>
    /// <exception cref="CommandException">It can't be sent.</exception>
    public void CheckTyped(string message) =>
        CommandException.ThrowIf(hasInput && !_isOneMessage ? null : FindInvalidMessage(message, target: null));

    /// <summary>
    /// Returns the message for a session of a single file immediately, and any other message at the end of the input. As the first command
    /// of a pipeline, as in $uploads | Invoke-NemoEdit, the input is complete, so its count can be known first.
    /// </summary>
    public async IAsyncEnumerable<EditMessage> ReadAllAsync(IAsyncEnumerable<EditInput> inputs)
    {
        var credits = new CreditCheck(output, connection);
        List<EditMessage> pending = [];
        var hasAny = false;
        await foreach (var input in inputs)
        {
            hasAny = true;
            if (await ReadAsync(input) is not { } message)
            {
                continue;
            }

            if (hasInput && (output.Invocation.PipelinePosition == 1 || !PipedObject.OwnsSession(message.Input)))
            {
                pending.Add(message);
                continue;
            }

            if (hasInput && !output.IsWhatIf)
            {
                await credits.AddAsync(1);
            }

            yield return message;
        }

        if (output.Invocation.ExpectingInput && !hasAny && output.Invocation.PipelinePosition <= 2)
        {
            // After other cmdlets of the module, the first one has warned.
            output.WarnOfNoInput("message was sent");
        }

        if (pending.Count > 1 && !output.IsWhatIf)
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
        var session = SessionChoice.ForInput(input.Session, item, hasInput);
        if (isEvent && !(_isMessageTyped && PipedObject.StatusOf(item!) == EditStatus.Succeeded))
        {
            // Only the result of an edit that succeeded selects a session. Its Message property binds to -Message, but was sent already.
            if (!_isMessageTyped && PipedObject.IsResult(item!))
            {
                output.WriteError(ErrorRecords.NoMessageInInput(item!));
            }

            return null;
        }

        if (hasInput && !isEvent)
        {
            _ignored.Check(item);
            if (!_isMessageTyped && item is not null && PipedObject.IsRowOfEvent(item))
            {
                return Reject(ErrorRecords.NoMessageInInput(item));
            }
        }

        // Neither an empty cell nor a property with another name must select the current session.
        session ??= !_isMessageTyped && IsOnlyMessage(item) ? SessionChoice.For(session: null) : null;
        return session is null ? Reject(ErrorRecords.NoSessionInInput(item)) : await CreateAsync(input, session);
    }

    private async Task<EditMessage?> CreateAsync(EditInput input, SessionChoice session)
    {
        string? id = null;
        if (!await output.Failures.ProcessAloneAsync(
                input.Item ?? (object?)session.Text, async () => id = await sessions.FindAsync(session), isComplete: false)
            || (hasInput && _isMessageTyped && !_sessions.Add(id!) && _isOneMessage))
        {
            return null;
        }

        if (hasInput && !_isOneMessage && FindInvalidMessage(input.Message, input.Item) is { } invalid)
        {
            return Reject(invalid);
        }

        output.Failures.Accept();
        return new EditMessage(session, input.Message, input.Item) { SessionId = id };
    }

    private EditMessage? Reject(ErrorRecord error)
    {
        output.Failures.Reject(error);
        return null;
    }

    private ErrorRecord? FindInvalidMessage(string message, object? target) =>
        string.IsNullOrWhiteSpace(message) ? ErrorRecords.BlankMessage(target, target)
        : MessageCheck.FindError(output.Paths, message, target);

    /// <summary>Whether an input is a row with a message and nothing else. Any other property may name a session.</summary>
    private static bool IsOnlyMessage(PSObject? input) =>
        input is not null && PipedObject.IsRow(input) && input.Properties["Message"] is not null && input.Properties.Count() == 1;
}
