namespace NemoVideo.PowerShell;

/// <summary>The progress of uploads: one line for all, and below it a line for each of the first running uploads.</summary>
internal sealed class UploadProgress : IDisposable
{
    private readonly ProgressGroup<Transfer> _lines;
    private readonly Transfer _all = new("");
    private readonly List<Transfer> _open = [];
    private long _finishedBytes;
    private long _totalBytes;
    private int _finished;
    private int _count;

    public UploadProgress(PipelineWriter output) =>
        _lines = output.Display.Show(
            new ProgressGroup<Transfer>(output, ("Uploading", "File"), Read, () => _open, static one => one.Read()));

    /// <summary>Changes the number of inputs to come, and their total size in bytes, by these values.</summary>
    public void Expect(int count, long bytes)
    {
        _count += count;
        _totalBytes += bytes;
    }

    /// <summary>Adds a running upload. The size is null for a file that the service downloads.</summary>
    public Transfer Add(string name, long? length)
    {
        Expect(1, length ?? 0);
        _open.Add(new Transfer(name));
        return _open[_open.Count - 1];
    }

    public void End(Transfer upload)
    {
        _finished++;
        _finishedBytes += upload.Latest.Bytes;
        _open.Remove(upload);
    }

    public void Dispose() => _lines.Dispose();

    private (string? Status, int Percent) Read()
    {
        var bytes = _finishedBytes + _open.Sum(static one => one.Latest.Bytes);
        _all.Report(new TransferProgress(bytes, _totalBytes > 0 ? _totalBytes : null));
        return _all.Read($"{_finished} of {_count} files");
    }
}
