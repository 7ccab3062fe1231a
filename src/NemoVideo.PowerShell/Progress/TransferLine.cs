namespace NemoVideo.PowerShell.Progress;

/// <summary>The progress line of one upload or download: bytes, rate and remaining time.</summary>
internal sealed class TransferLine : IProgress<TransferProgress>, IProgressDisplay, IDisposable
{
    private readonly TransferMeter _meter = new(TimeProvider.System);
    private readonly ProgressLine _line;

    public TransferLine(PSCmdlet cmdlet, string activity, string file, ProgressLine? parent = null) =>
        _line = new ProgressLine(cmdlet, activity, file, line => TransferText.Report(line, file, _meter), parent);

    public TransferProgress Latest => _meter.Latest;

    public void Report(TransferProgress value) => _meter.Report(value);

    public void Show() => _line.Show();

    public void Dispose() => _line.Dispose();
}

/// <summary>Formats the progress of a transfer.</summary>
internal static class TransferText
{
    public static void Report(ProgressLine line, string what, TransferMeter meter) =>
        line.Report(Format(what, meter), meter.Latest is { TotalBytes: > 0 and var total } latest ? (int)(latest.Bytes * 100 / total) : -1);

    /// <summary>Such as "harbour.mp4: 12.0 MB of 80.0 MB, 3.1 MB/s, 0:22 remaining".</summary>
    public static string Format(string what, TransferMeter meter)
    {
        var latest = meter.Latest;
        var total = latest.TotalBytes is > 0 and var bytes ? $" of {DisplayText.Size(bytes)}" : "";
        var rate = meter.BytesPerSecond is { } perSecond ? $", {DisplayText.Size((long)perSecond)}/s" : "";
        var remaining = meter.TimeLeft is { } time
            ? $", {DisplayText.Time(TimeSpan.FromSeconds(Math.Ceiling(time.TotalSeconds)))} remaining" : "";
        return $"{what}: {DisplayText.Size(latest.Bytes)}{total}{rate}{remaining}";
    }
}
