using NemoVideo.PowerShell.Errors;
using NemoVideo.PowerShell.Output;

namespace NemoVideo.PowerShell.Cmdlets;

/// <summary>Tells of the exports that were started over a connection, or cancels them, for a cmdlet.</summary>
/// <param name="command">The cmdlet.</param>
/// <param name="sessionId">The session they are of; null: all sessions.</param>
internal sealed class StartedExports(NemoCommand command, string? sessionId)
{
    private readonly ExportRunner _work = new(command);

    /// <summary>Writes each as the service tells of it now; an error where there is none.</summary>
    public void Show()
    {
        var exports = List();
        if (exports.Count == 0)
        {
            command.WriteError(ErrorRecords.NoExport(sessionId));
        }

        foreach (var export in exports)
        {
            command.ProcessInput(export.Id, () => command.WriteObject(_work.Look(export.Id)));
        }
    }

    /// <summary>
    /// Cancels those that are under way; an error where there is none. Those that are finished meanwhile are found out first:
    /// nobody is asked whether to cancel them.
    /// </summary>
    public void Cancel()
    {
        var ids = List().Where(static export => !export.IsFinished).Select(static export => export.Id).ToList();
        var finished = 0;
        foreach (var id in ids)
        {
            command.ProcessInput(id, () =>
            {
                if (_work.Look(id).IsFinished)
                {
                    finished++;
                }
                else if (command.ShouldProcess(id, "Cancel export"))
                {
                    command.WriteObject(_work.Cancel(id));
                }
            });
        }

        if (finished == ids.Count)
        {
            command.WriteError(ErrorRecords.NoExportInProgress(sessionId));
        }
    }

    private List<NemoExport> List() =>
        [.. (command.FindConnection()?.Exports ?? []).Where(export => sessionId is null || export.SessionId == sessionId)];
}
