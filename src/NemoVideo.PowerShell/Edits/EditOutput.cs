namespace NemoVideo.PowerShell;

/// <summary>Writes the events of one message, and what its result means.</summary>
/// <param name="output">The writer.</param>
/// <param name="session">The name and ID of the session.</param>
/// <param name="file">The file that the session is for; null if it is unknown.</param>
/// <param name="label">The beginning of the progress; null for none.</param>
/// <param name="message">The message.</param>
/// <param name="options">What is written.</param>
/// <param name="readCredits">Reads the credits; null if they are unknown.</param>
internal sealed class EditOutput(
    PipelineWriter output, string session, string? file, string? label, EditMessage message, EditOptions options,
    Func<Task<CreditBalance?>> readCredits) : IDisposable
{
    private readonly EventFactory _events = new(
        message.SessionId!, message.Text, PipedObject.OwnsSession(message.Input), message.SourcePath);

    private ProgressLine? _line;

    /// <summary>The result that was written; null for none.</summary>
    public NemoEditResult? Result { get; private set; }

    public EditProgress Progress { get; } = new(label, readCredits());

    public void Show() => (_line ??= new ProgressLine(output, "Editing", Progress.Read)).Show();

    /// <summary>Warns before the message is sent. It runs on another thread.</summary>
    public Task WarnOfNoMediaAsync() => output.Calls.InvokeAsync(() => output.WarnAsync(
        $"The session {session} has no media, so there is nothing to edit: the agent can only generate a "
            + "clip. To edit a clip of your own, upload it with Send-NemoUpload first."));

    /// <summary>Writes an event.</summary>
    public async Task WriteAsync(AgentEvent current)
    {
        if (current is EditResult result)
        {
            await ReportAsync(result);
        }

        var item = _events.Create(current);
        if (item is NemoEditResult ended)
        {
            (ended.CreditBefore, ended.CreditAfter) = (Progress.CreditBefore, (await readCredits())?.Available);
            Result = ended;
        }

        Progress.Observe(current);
        if (options.Includes(current))
        {
            output.Write(item);
        }
    }

    /// <summary>Completes the progress. If the user stopped the command, a warning says what can have happened to the message.</summary>
    public void Dispose()
    {
        if (Result is null && Progress.Phase != EditPhase.Preparing)
        {
            var sent = Progress.Phase == EditPhase.Sending ? "may have been sent" : "was sent";
            output.WarnIfStopped(
                $"The message '{message.Text}' {sent}. The service may complete the edit and charge for it. "
                    + $"To check the timeline, use Get-NemoState -Session {CommandText.Quote(message.SessionId!)}.");
        }

        _line?.Dispose();
    }

    /// <summary>Writes the error or the warning about an edit that isn't simply done.</summary>
    private async Task ReportAsync(EditResult result)
    {
        var clip = file is not null ? $"'{file}'" : session;
        var source = message.SourcePath;
        switch (result)
        {
            case { Error: { } error }:
                bool? isChanged = result.IsTimelineKnown ? result.IsChanged : null;
                await output.WriteErrorAsync(ErrorRecords.EditFailed(error, isChanged, message.SessionId!, session, source));
                break;
            case { Status: EditStatus.AwaitingInput }:
                await output.WriteErrorAsync(ErrorRecords.AwaitingInput(result, clip, source));
                break;
            case { Status: EditStatus.Unchanged } when options.FailIfUnchanged:
                await output.WriteErrorAsync(ErrorRecords.EditUnchanged(result, message.Text, clip, source));
                break;
            case { Status: EditStatus.Unchanged }:
                var details = ErrorRecords.EditUnchanged(result, message.Text, clip, source).ErrorDetails;
                output.Warn($"{details.Message} {details.RecommendedAction}");
                break;
            case { Interruption: { } interruption }:
                output.Warn($"{interruption.Message} The timeline changed. Use Get-NemoState to check whether the edit is complete.");
                break;
        }
    }
}
