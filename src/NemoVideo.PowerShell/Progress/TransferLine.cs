using NemoVideo.Client;

namespace NemoVideo.PowerShell.Progress;

/// <summary>Tells a progress line of the bytes of an upload or a download.</summary>
internal sealed class TransferLine(ProgressLine line, string name) : IProgress<TransferProgress>
{
    private const double MegaByte = 1024 * 1024;

    public void Report(TransferProgress value)
    {
        var percent = value.TotalBytes is > 0 and var total ? (int)Math.Min(100, value.Bytes * 100 / total) : -1;
        line.Report(
            value.TotalBytes is { } all ? $"{name}: {value.Bytes / MegaByte:0.0} of {all / MegaByte:0.0} MB" : $"{name}: {value.Bytes / MegaByte:0.0} MB",
            percent);
    }
}
