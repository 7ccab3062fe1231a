using NemoVideo.Client.Transport;
using NemoVideo.PowerShell.Formatting;

namespace NemoVideo.PowerShell.Progress;

/// <summary>What a progress line says of a transfer.</summary>
internal static class TransferText
{
    /// <summary>Such as "harbour.mp4: 12.0 MB of 80.0 MB, 3.1 MB/s, 0:22 left".</summary>
    public static string Of(string what, TransferMeter meter)
    {
        var latest = meter.Latest;
        var done = latest.TotalBytes is > 0 and var total
            ? $"{DisplayText.Size(latest.Bytes)} of {DisplayText.Size(total)}"
            : DisplayText.Size(latest.Bytes);
        var rate = meter.BytesPerSecond is { } bytes ? $", {DisplayText.Size((long)bytes)}/s" : "";
        var left = meter.TimeLeft is { } time ? $", {DisplayText.Time(TimeSpan.FromSeconds(Math.Ceiling(time.TotalSeconds)))} left" : "";
        return $"{what}: {done}{rate}{left}";
    }

    /// <summary>Percent, 0 to 100; -1 where the total is not known.</summary>
    public static int Percent(TransferProgress progress) =>
        progress.TotalBytes is > 0 and var total ? (int)Math.Min(100, progress.Bytes * 100 / total) : -1;
}
