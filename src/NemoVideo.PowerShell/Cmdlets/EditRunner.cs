using NemoVideo.PowerShell.Errors;
using NemoVideo.PowerShell.Output;
using NemoVideo.PowerShell.Progress;

namespace NemoVideo.PowerShell.Cmdlets;

/// <summary>Sends one message for a cmdlet and writes the events as they arrive.</summary>
internal sealed class EditRunner(NemoCommand command, EventFilter filter, TimeSpan? timeout = null)
{
    /// <summary>Sends the message. Returns its result, or null if the stream ended without a result.</summary>
    public NemoEditResult? Run(string sessionId, string message, bool ownsSession)
    {
        NemoEditResult? written = null;
        var events = new EventFactory(sessionId, message, ownsSession);
        var connection = command.ResolveConnection();
        var client = connection.Client;
        var progress = new EditProgress(client.Limits.StillWorkingInterval);
        using var line = new ProgressLine(command, "Editing", message, Show);
        var hasFailed = false;
        foreach (var current in command.Pull(Begin(), line))
        {
            var output = events.Create(current);
            written = output as NemoEditResult ?? written;
            progress.Observe(current);
            if (current is ErrorEvent error && !hasFailed)
            {
                hasFailed = true;
                command.WriteError(ErrorRecords.EditFailed(error, sessionId, command.Describe(sessionId)));
            }

            if (current is EditResult { Status: EditStatus.Succeeded } result)
            {
                WriteNotices(result, message);
            }

            if (filter.Passes(current) && output is not NemoTextEvent { Text.Length: 0 })
            {
                command.WriteObject(output);
            }
        }

        return written;

        IAsyncEnumerable<AgentEvent> Begin() => connection.IsResumed(sessionId)
            ? client.Earlier.EditAsync(sessionId, message, timeout, command.StopToken)
            : client.EditAsync(sessionId, message, timeout, command.StopToken);

        void Show(ProgressLine shown)
        {
            shown.Report(progress.Status);
            if (progress.IsSilenceDue())
            {
                command.WriteHostLine("\u23F3 Still working...");
            }
        }
    }

    private void WriteNotices(EditResult result, string message)
    {
        if (result.IsResumed)
        {
            command.WriteVerbose($"A previous run sent this message, so it was not sent again: {message}");
        }
        else if (!result.IsChanged)
        {
            command.WriteWarning(
                $"The message '{message}' didn't change the timeline. Read the agent's reply, if any. If necessary, rephrase the message.");
        }

        if (result.Interruption is { } interruption)
        {
            command.WriteWarning($"{interruption.Message} The timeline changed. Use Get-NemoState to check whether the edit is complete.");
        }
    }
}
