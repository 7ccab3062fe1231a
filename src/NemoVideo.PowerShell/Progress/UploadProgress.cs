using System.Management.Automation;
using NemoVideo.Client.Transport;

namespace NemoVideo.PowerShell.Progress;

/// <summary>The progress of uploads: a line for all of them, and under it one for each that is on its way.</summary>
internal sealed class UploadProgress : IProgressDisplay, IDisposable
{
    /// <summary>More would cost over 2 % of the time; those that are left out move up.</summary>
    private const int MostLines = 8;

    private readonly PSCmdlet _cmdlet;
    private readonly ProgressLine _all;
    private readonly TransferMeter _meter = new(TimeProvider.System);
    private readonly List<TransferLine> _open = [];
    private long _finishedBytes;
    private long _totalBytes;
    private int _finished;
    private int _count;

    public UploadProgress(PSCmdlet cmdlet)
    {
        _cmdlet = cmdlet;
        _all = new ProgressLine(cmdlet, "Uploading", "Beginning", Report);
    }

    /// <summary>Adds a file.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="length">Its size in bytes; null for one that the service fetches.</param>
    public TransferLine Add(string name, long? length)
    {
        _count++;
        _totalBytes += length ?? 0;
        var line = new TransferLine(_cmdlet, "File", name, _all);
        _open.Add(line);
        return line;
    }

    /// <summary>Ends a file's line, however its upload ended.</summary>
    public void End(TransferLine line)
    {
        _finished++;
        _finishedBytes += line.Latest.Bytes;
        _open.Remove(line);
        line.Dispose();
    }

    public void Show()
    {
        _all.Show();
        foreach (var line in _open.Take(MostLines))
        {
            line.Show();
        }
    }

    public void Dispose()
    {
        _open.ForEach(static line => line.Dispose());
        _open.Clear();
        _all.Dispose();
    }

    private void Report(ProgressLine line)
    {
        _meter.Report(new TransferProgress(_finishedBytes + _open.Sum(static one => one.Latest.Bytes), _totalBytes > 0 ? _totalBytes : null));
        line.Report(TransferText.Of($"{_finished} of {_count} files", _meter), TransferText.Percent(_meter.Latest));
    }
}
