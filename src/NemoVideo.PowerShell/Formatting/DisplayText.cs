using System.ComponentModel;
using System.Globalization;
using System.Text.RegularExpressions;

namespace NemoVideo.PowerShell.Formatting;

/// <summary>
/// Formats values for people: sizes, times, and text that other people chose, such as file names. The default views in
/// NemoVideo.Format.ps1xml call it too.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class DisplayText
{
    private static readonly string[] Units = ["B", "KB", "MB", "GB"];

    // Without the punctuation of a sentence that it ends.
    private static readonly Regex AddressInText = new("""https?://[^\s"'<>]*[^\s"'<>.,;:!?)\]]""", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase);

    /// <summary>
    /// A text on one line that a terminal shows and doesn't obey: line ends and tabs become spaces, and other control
    /// characters and bidirectional overrides become question marks, as in <c>ls</c>. Empty for null.
    /// </summary>
    public static string Line(string? text) =>
        text is null ? "" : text.All(static one => Shown(one) == one) ? text : new string([.. text.Select(Shown)]);

    /// <summary>
    /// An address as scheme, host, port and path. A user name, a password, a query and a fragment can be secrets: they are left
    /// out, and <c>?…</c> stands for a query. Empty for null.
    /// </summary>
    public static string Address(Uri? address) => address is null ? ""
        : !IsWebAddress(address) ? "(not a web address)"
        : address.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped) + (address.Query.Length > 0 ? "?…" : "");

    /// <summary>A text that a person wrote, on one line and with each web address in it as <see cref="Address"/> shows it.</summary>
    public static string Message(string? text) => AddressInText.Replace(
        Line(text),
        static found => Uri.TryCreate(found.Value, UriKind.Absolute, out var address) ? Address(address) : "(not a web address)");

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

    /// <summary>Whether an address is a whole one of the web.</summary>
    public static bool IsWebAddress(Uri? address) =>
        address is { IsAbsoluteUri: true } && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps);

    private static char Shown(char character) => character switch
    {
        '\t' or '\n' or '\v' or '\f' or '\r' or '\u0085' or '\u2028' or '\u2029' => ' ',
        (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069') => '?',
        _ => char.IsControl(character) ? '?' : character,
    };
}
