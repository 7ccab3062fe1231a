using NemoVideo.PowerShell.Connections;

namespace NemoVideo.PowerShell.Progress;

/// <summary>The progress line of a pause before a retry.</summary>
internal sealed class RetryProgress(PSCmdlet cmdlet, RequestLog log) : IProgressDisplay, IDisposable
{
    private ProgressLine? _line;

    public void Show()
    {
        if (log.Retry is { } retry)
        {
            _line ??= new ProgressLine(cmdlet, "Waiting", () => (log.Retry?.Status ?? retry.Status, -1));
            _line.Show();
        }
        else
        {
            Dispose();
        }
    }

    public void Dispose()
    {
        _line?.Dispose();
        _line = null;
    }
}
