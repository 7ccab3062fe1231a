using System.ComponentModel;
using System.Globalization;

namespace NemoVideo.PowerShell.Formatting;

/// <summary>Writes sizes and times for the default views; called by NemoVideo.Format.ps1xml.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class DisplayText
{
    private static readonly string[] Units = ["B", "KB", "MB", "GB"];

    /// <summary>A number of bytes, such as 1.6 MB; empty for null.</summary>
    public static string Size(long? byteCount)
    {
        if (byteCount is not { } count)
        {
            return "";
        }

        double size = count;
        var unit = 0;
        while (size >= 1024 && unit < Units.Length - 1)
        {
            size /= 1024;
            unit++;
        }

        return size.ToString(unit == 0 ? "0" : "0.0", CultureInfo.CurrentCulture) + " " + Units[unit];
    }

    /// <summary>A playing time, such as 0:03.5 or 1:02:03; empty for null.</summary>
    public static string Time(TimeSpan? time) => time is not { } value ? ""
        : value.ToString(value.TotalHours >= 1 ? @"h\:mm\:ss" : @"m\:ss", CultureInfo.InvariantCulture)
            + (value.Milliseconds == 0 ? "" : value.ToString(@"\.FFF", CultureInfo.InvariantCulture));

    /// <summary>A progress, such as 45%; empty for null.</summary>
    public static string Percent(double? percent) =>
        percent is { } value ? value.ToString("0", CultureInfo.InvariantCulture) + "%" : "";
}
