using NemoVideo.PowerShell.Binding;
using NemoVideo.PowerShell.Errors;
using NemoVideo.PowerShell.Output;
using NemoVideo.PowerShell.Progress;

namespace NemoVideo.PowerShell.Cmdlets;

/// <summary>Sends one message for a cmdlet and writes the events as they arrive.</summary>
internal sealed class EditRunner(NemoCommand command, EventFilter filter, TimeSpan? timeout = null, bool failIfUnchanged = false)
{
    /// <summary>
    /// Sends the message. Returns its result, or null if the stream ended without a result. The input is the pipeline object that the
    /// session comes from; null for none. The position is the one among several messages, such as "2 of 13"; null if their number is
    /// unknown.
    /// </summary>
    public NemoEditResult? Run(string sessionId, string message, PSObject? input = null, string? position = null)
    {
        NemoEditResult? written = null;
        var source = PipedObject.SourcePathOf(input);
        var events = new EventFactory(sessionId, message, PipedObject.OwnsSession(input), source);
        var connection = command.ResolveConnection();
        var client = connection.Client;
        command.WriteVerbose($"Tip: {client.Skill.MessageTip}");
        var file = source ?? PipedObject.TextOf(input, "Path");
        var name = file is not null ? $"'{Path.GetFileName(file)}'"
            : position is not null && connection.NameOf(sessionId) is { Length: > 0 } known ? $"'{known}'" : null;
        var label = position is null || name is null ? position ?? name : $"{position}, {name}";
        var progress = new EditProgress(client.Limits.StillWorkingInterval, label);
        using var line = new ProgressLine(command, "Editing", message, Show);
        var (hasFailed, isComplete) = (false, false);
        try
        {
            foreach (var received in command.Pull(client.EditAsync(sessionId, message, timeout, progress, command.StopToken), line))
            {
                var current = received is EditResult { Status: EditStatus.Succeeded } result ? Check(result) : received;
                isComplete = current is EditResult;
                var output = events.Create(current);
                written = output as NemoEditResult ?? written;
                progress.Observe(current);
                if (current is ErrorEvent error && !hasFailed)
                {
                    hasFailed = true;
                    WriteFailure(error);
                }

                if (filter.Passes(current, output))
                {
                    command.WriteObject(output);
                }
            }
        }
        finally
        {
            if (!isComplete && progress.Phase != EditPhase.Preparing)
            {
                var sent = progress.Phase == EditPhase.Sending ? "may have been sent" : "was sent";
                command.WarnIfStopped(
                    $"The message '{message}' {sent}. The service may complete the edit and charge for it. "
                    + $"To check the timeline, use Get-NemoState -Session {CommandText.Quote(sessionId)}.");
            }
        }

        return written;

        void Show(ProgressLine shown)
        {
            shown.Report(progress.Status);
            if (progress.IsSilenceDue())
            {
                command.WriteHostLine("\u23F3 Still working...");
            }
        }

        void WriteFailure(ErrorEvent error)
        {
            // All other messages would fail too, so they aren't sent.
            if (error.Exception is { Kind: NemoErrorKind.OutOfCredits } exception)
            {
                command.EndInputs(exception, (object?)input ?? sessionId);
            }
            else
            {
                command.WriteError(ErrorRecords.EditFailed(error, sessionId, command.Describe(sessionId), source));
            }
        }

        EditResult Check(EditResult result)
        {
            if (!result.IsChanged)
            {
                var clip = file is not null ? $"'{file}'" : command.Describe(sessionId);
                var problem = $"The message '{message}' didn't change the timeline of {clip}.";
                if (failIfUnchanged)
                {
                    command.WriteError(ErrorRecords.EditUnchanged(problem, sessionId, source));
                    return result with { Status = EditStatus.Failed, Error = new ErrorEvent(null, problem) };
                }

                command.WriteWarning($"{problem} {ErrorRecords.UnchangedNextStep}");
            }

            if (result.Interruption is { } interruption)
            {
                command.WriteWarning($"{interruption.Message} The timeline changed. Use Get-NemoState to check whether the edit is complete.");
            }

            return result;
        }
    }
}
