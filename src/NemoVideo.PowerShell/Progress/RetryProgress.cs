using System.Management.Automation;
using NemoVideo.PowerShell.Connections;

namespace NemoVideo.PowerShell.Progress;

/// <summary>The progress line of a pause that the service asks for: without it, a command would stand still for half a minute.</summary>
internal sealed class RetryProgress(PSCmdlet cmdlet, RequestLog log) : IProgressDisplay, IDisposable
{
    private ProgressLine? _line;

    public void Show()
    {
        if (log.Delay is not { } pause)
        {
            Dispose();
            return;
        }

        _line ??= new ProgressLine(cmdlet, "Waiting", pause.Status);
        _line.Report(pause.Status);
        _line.Show();
    }

    public void Dispose()
    {
        _line?.Dispose();
        _line = null;
    }
}
