namespace NemoVideo.PowerShell;

/// <summary>The progress of one upload or download: bytes, rate, remaining and elapsed time.</summary>
internal sealed class Transfer(string name) : IProgress<TransferProgress>
{
    private readonly TransferMeter _meter = new(TimeProvider.System);
    private readonly Stopwatch _elapsed = Stopwatch.StartNew();

    public TransferProgress Latest => _meter.Latest;

    public void Report(TransferProgress value) => _meter.Report(value);

    /// <summary>The status, such as "harbour.mp4: 12.0 MB of 80.0 MB, 3.1 MB/s, 0:22 remaining (0:04)", and the percentage.</summary>
    public (string? Status, int Percent) Read() => Read(name);

    /// <summary>The same with another name.</summary>
    public (string? Status, int Percent) Read(string what)
    {
        var (bytes, size) = _meter.Latest;
        var total = size > 0 ? $" of {DisplayText.Size(size)}" : "";
        var rate = _meter.BytesPerSecond is { } perSecond ? $", {DisplayText.Size((long)perSecond)}/s" : "";
        var remaining = _meter.TimeLeft is { } time
            ? $", {DisplayText.Time(TimeSpan.FromSeconds(Math.Ceiling(time.TotalSeconds)))} remaining" : "";
        return ($"{what}: {DisplayText.Size(bytes)}{total}{rate}{remaining} ({DisplayText.Elapsed(_elapsed)})",
            size > 0 ? (int)(bytes * 100 / size.Value) : -1);
    }
}
