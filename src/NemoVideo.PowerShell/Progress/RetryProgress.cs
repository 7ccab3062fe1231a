using NemoVideo.PowerShell.Connections;

namespace NemoVideo.PowerShell.Progress;

/// <summary>The progress line of a pause before a retry.</summary>
internal sealed class RetryProgress(PSCmdlet cmdlet, RequestLog log) : IProgressDisplay, IDisposable
{
    private ProgressLine? _line;

    public void Show()
    {
        if (log.Retry is not { } retry)
        {
            Dispose();
            return;
        }

        _line ??= new ProgressLine(cmdlet, "Waiting", retry.Status);
        _line.Report(retry.Status);
        _line.Show();
    }

    public void Dispose()
    {
        _line?.Dispose();
        _line = null;
    }
}
