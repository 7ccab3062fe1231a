using System.Management.Automation;
using NemoVideo.Client.Transport;

namespace NemoVideo.PowerShell.Progress;

/// <summary>The progress line of one file that goes up or comes down: bytes, rate and time left.</summary>
internal sealed class TransferLine : IProgress<TransferProgress>, IProgressDisplay, IDisposable
{
    private readonly TransferMeter _meter = new(TimeProvider.System);
    private readonly ProgressLine _line;

    /// <param name="cmdlet">The cmdlet that shows it.</param>
    /// <param name="activity">What the cmdlet does.</param>
    /// <param name="file">The file's name.</param>
    /// <param name="parent">The line that it stands under; null where it stands alone.</param>
    public TransferLine(PSCmdlet cmdlet, string activity, string file, ProgressLine? parent = null) =>
        _line = new ProgressLine(
            cmdlet, activity, file, line => line.Report(TransferText.Of(file, _meter), TransferText.Percent(_meter.Latest)), parent);

    /// <summary>How far it is.</summary>
    public TransferProgress Latest => _meter.Latest;

    public void Report(TransferProgress value) => _meter.Report(value);

    public void Show() => _line.Show();

    public void Dispose() => _line.Dispose();
}
