using NemoVideo.PowerShell.Errors;
using NemoVideo.PowerShell.Output;

namespace NemoVideo.PowerShell.Cmdlets;

/// <summary>Shows or cancels the exports that were started over the connection, of one session or of all (null).</summary>
internal sealed class StartedExports(NemoCommand command, string? sessionId)
{
    private readonly ExportRunner _runner = new(command);

    /// <summary>Requests each export from the service and writes it. No export is an error.</summary>
    public void Show()
    {
        var exports = List();
        if (exports.Count == 0)
        {
            command.WriteError(ErrorRecords.NoExport(sessionId));
        }

        foreach (var export in exports)
        {
            command.ProcessInput(export.Id, () => command.WriteObject(_runner.Get(export.Id)));
        }
    }

    /// <summary>Cancels the exports in progress. It polls each one first, so that it never prompts for a finished export.</summary>
    public void Cancel()
    {
        var ids = List().Where(static export => !export.IsFinished).Select(static export => export.Id).ToList();
        var finished = 0;
        foreach (var id in ids)
        {
            command.ProcessInput(id, () =>
            {
                if (_runner.Get(id).IsFinished)
                {
                    finished++;
                }
                else if (command.ShouldProcess(id, "Cancel export"))
                {
                    command.WriteObject(_runner.Cancel(id));
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
