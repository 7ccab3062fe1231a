namespace NemoVideo.Client.Files;

/// <summary>Formats numbers of bytes for people.</summary>
public static class ByteSize
{
    private const int BytesPerUnit = 1024;
    private static readonly string[] Units = ["B", "KB", "MB", "GB", "TB"];

    /// <summary>A number of bytes, such as <c>1.6 MB</c>. A unit is 1024 of the next smaller one.</summary>
    /// <param name="byteCount">The number of bytes, 0 or more.</param>
    /// <param name="culture">Its decimal separator is used.</param>
    public static string Format(long byteCount, CultureInfo culture)
    {
        var unit = 0;
        double size = byteCount;
        while (size >= BytesPerUnit && unit < Units.Length - 1)
        {
            size /= BytesPerUnit;
            unit++;
        }

        return size.ToString(unit == 0 ? "0" : "0.0", culture) + " " + Units[unit];
    }
}
