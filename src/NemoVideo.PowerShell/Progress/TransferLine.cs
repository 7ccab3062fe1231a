using NemoVideo.Client;
using NemoVideo.PowerShell.Formatting;

namespace NemoVideo.PowerShell.Progress;

/// <summary>Tells a progress line of the bytes of an upload.</summary>
internal sealed class TransferLine(ProgressLine line, string name) : IProgress<TransferProgress>
{
    public void Report(TransferProgress value)
    {
        var done = DisplayText.Size(value.Bytes);
        if (value.TotalBytes is > 0 and var total)
        {
            line.Report($"{name}: {done} of {DisplayText.Size(total)}", (int)Math.Min(100, value.Bytes * 100 / total));
        }
        else
        {
            line.Report($"{name}: {done}");
        }
    }
}
