namespace NemoVideo.PowerShell.Progress;

/// <summary>The progress of uploads: one line for all, and below it a line for each of the first running uploads.</summary>
internal sealed class UploadProgress : IProgressDisplay, IDisposable
{
    /// <summary>More lines would slow down the uploads by more than 2 %.</summary>
    private const int MaxLines = 8;

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
        _all = new ProgressLine(cmdlet, "Uploading", "Starting", Report);
    }

    /// <summary>Changes the number of inputs to come, and their total size in bytes, by these values.</summary>
    public void Expect(int count, long bytes)
    {
        _count += count;
        _totalBytes += bytes;
    }

    /// <summary>Adds a line. The size is null for a file that the service downloads.</summary>
    public TransferLine Add(string name, long? length)
    {
        _count++;
        _totalBytes += length ?? 0;
        var line = new TransferLine(_cmdlet, "File", name, _all);
        _open.Add(line);
        return line;
    }

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
        foreach (var line in _open.Take(MaxLines))
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
        var bytes = _finishedBytes + _open.Sum(static one => one.Latest.Bytes);
        _meter.Report(new TransferProgress(bytes, _totalBytes > 0 ? _totalBytes : null));
        TransferText.Report(line, $"{_finished} of {_count} files", _meter);
    }
}
