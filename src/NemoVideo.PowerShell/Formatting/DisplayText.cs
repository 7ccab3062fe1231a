using System.Collections;
using NemoVideo.Client.Storage;

namespace NemoVideo.PowerShell.Formatting;

/// <summary>Formats sizes, times, URLs and untrusted text, such as file names. The views in NemoVideo.Format.ps1xml call it too.</summary>
public static class DisplayText
{
    private const int MaxNames = 5;

    private static readonly string[] NameProperties = ["Name", "filename", "file_name", "title"];

    /// <summary>A text on one line. Line ends and tabs become spaces; other control characters become <c>?</c>. Empty for null.</summary>
    public static string Line(string? text) => text is null ? "" : ControlCharacters.OneLine(text, "?");

    /// <summary>
    /// A URL as scheme, host, port and path. User name, password, query and fragment are omitted, because they can be secrets;
    /// <c>?…</c> replaces a query. Empty for null.
    /// </summary>
    public static string Address(Uri? address) => address is null ? ""
        : !IsWebAddress(address) ? "(not an http or https URL)"
        : UrlText.Of(address);

    /// <summary>A text on one line, with the URLs in it without user name, password, query and fragment.</summary>
    public static string Message(string? text) => UrlText.Hide(Line(text));

    /// <summary>The names of up to 5 uploads or generated media, such as <c>beach.mp4, city.mp4</c>, and the number of others.</summary>
    /// <param name="items">Objects, live or deserialized. One without a name is shown as <c>?</c>. Null for none.</param>
    public static string Names(object? items)
    {
        var list = (items is PSObject wrapped ? wrapped.BaseObject : items) as IEnumerable ?? Array.Empty<object>();
        var all = list.OfType<object>().ToList();
        var names = all.Take(MaxNames).Select(static item => NameOf(PSObject.AsPSObject(item)));
        return string.Join(", ", names) + (all.Count > MaxNames ? $" and {all.Count - MaxNames} more" : "");
    }

    /// <summary>A number of bytes, such as 1.6 MB. Empty for null.</summary>
    public static string Size(long? byteCount) => byteCount is { } count ? ByteSize.Format(count, CultureInfo.CurrentCulture) : "";

    /// <summary>A duration, such as 0:03.5 or 1:02:03. Empty for null.</summary>
    public static string Time(TimeSpan? time) => time is not { } value ? ""
        : (value.TotalHours < 1 ? value.ToString(@"m\:ss", CultureInfo.InvariantCulture)
            : Math.Floor(value.TotalHours).ToString("0", CultureInfo.InvariantCulture) + value.ToString(@"\:mm\:ss", CultureInfo.InvariantCulture))
            + (value.Milliseconds == 0 ? "" : value.ToString(@"\.FFF", CultureInfo.InvariantCulture));

    /// <summary>A percentage from 0 to 100, such as 45%. Empty for null.</summary>
    public static string Percent(double? percent) =>
        percent is { } value ? value.ToString("0", CultureInfo.InvariantCulture) + "%" : "";

    /// <summary>Whether a URL is an absolute http or https URL.</summary>
    public static bool IsWebAddress(Uri? address) =>
        address is { IsAbsoluteUri: true } && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps);

    private static string NameOf(PSObject item)
    {
        var names = NameProperties.Select(name => item.Properties[name]?.Value as string).Prepend(item.BaseObject as string);
        return names.FirstOrDefault(static name => !string.IsNullOrEmpty(name)) is { } found ? Message(found) : "?";
    }
}
