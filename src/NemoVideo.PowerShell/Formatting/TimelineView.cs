using System.Management.Automation.Host;
using System.Text;
using NemoVideo.Pictures.Timelines;

namespace NemoVideo.PowerShell.Formatting;

/// <summary>Draws the timeline of a NemoState or a NemoEditResult for the screen. NemoVideo.Format.ps1xml calls it.</summary>
public static class TimelineView
{
    private const int UnknownWidth = 80;
    private const string Gap = "  ";

    // Consoles with these East Asian code pages show block characters two columns wide.
    private static readonly int[] WideBlockCodePages = [932, 936, 949, 950];

    /// <summary>What the default view of a host shows.</summary>
    /// <param name="item">A NemoState or NemoEditResult, live or deserialized.</param>
    /// <param name="host">The host.</param>
    /// <param name="psStyle">The value of $PSStyle; null if PowerShell has none.</param>
    /// <param name="encoding">The encoding of the output.</param>
    public static string Show(PSObject item, PSHost? host, object? psStyle, Encoding? encoding) =>
        Draw(item, WidthOf(host), HasColor(host, psStyle), encoding);

    /// <summary>The picture, with its lines joined by line ends.</summary>
    /// <param name="item">A NemoState or NemoEditResult, live or deserialized.</param>
    /// <param name="width">The width in columns.</param>
    /// <param name="hasColor">Whether to use ANSI escape sequences.</param>
    /// <param name="encoding">The encoding of the output. Bars are ASCII if it has no block characters. Null means UTF-8.</param>
    public static string Draw(PSObject item, int width, bool hasColor, Encoding? encoding)
    {
        _ = item ?? throw new ArgumentNullException(nameof(item));
        var output = encoding ?? Encoding.UTF8;
        var isAscii = WideBlockCodePages.Contains(output.CodePage)
            || Encoded(TerminalPicture.BlockCharacters, output) != TerminalPicture.BlockCharacters;

        // Some consoles add an empty line after a line that fills the last column.
        var style = new TerminalStyle(width - 1, hasColor, isAscii);
        var isEdit = PipedState.IsEdit(item);
        List<string> lines = isEdit ? [.. TerminalPicture.Wrap(PipedState.LineOf(item), style)] : [];
        if (!isEdit || PipedState.IsChanged(item))
        {
            lines.AddRange(lines.Count > 0 ? [""] : []);
            lines.AddRange(TerminalPicture.Draw(PipedState.PictureOf(item, text => Encoded(text, output)), style));
            lines.AddRange(isEdit ? [""] : ["", .. Details(item, style, output)]);
        }

        return string.Join(Environment.NewLine, lines);
    }

    /// <summary>The width of a host in columns; 80 if it has no screen.</summary>
    public static int WidthOf(PSHost? host)
    {
        try
        {
            return host?.UI?.RawUI?.BufferSize.Width is > 0 and var width ? width : UnknownWidth;
        }
        catch (Exception exception) when (exception is HostException or NotImplementedException or InvalidOperationException or IOException)
        {
            return UnknownWidth;
        }
    }

    /// <summary>
    /// Whether output can have colors: if $PSStyle requires them, or if it allows them and the output is a terminal that supports them.
    /// </summary>
    public static bool HasColor(PSHost? host, object? psStyle)
    {
        var rendering = psStyle is null ? null : $"{PSObject.AsPSObject(psStyle).Properties["OutputRendering"]?.Value}";
        return rendering == "Ansi" || (rendering == "Host" && host?.UI?.SupportsVirtualTerminal == true && !Console.IsOutputRedirected
            && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")));
    }

    /// <summary>
    /// The uploads, the generated media and the session ID. An ID that doesn't fit after its label is alone on a line. A text with spaces
    /// isn't an ID, and is cut instead, because it could look like another line of output.
    /// </summary>
    private static IEnumerable<string> Details(PSObject state, TerminalStyle style, Encoding output)
    {
        var id = DisplayText.Line(state.Properties["SessionId"]?.Value?.ToString());
        var details = new[]
        {
            (Label: "Uploads", Text: DisplayText.Names(state.Properties["Uploads"]?.Value)),
            (Label: "Generated", Text: DisplayText.Names(state.Properties["GeneratedMedia"]?.Value)),
            (Label: "Session", Text: id),
        }.Where(static detail => detail.Text.Length > 0).ToList();
        var labelWidth = details.Max(static detail => detail.Label.Length) + Gap.Length;
        var fits = labelWidth + id.Length <= style.Width || id.Any(char.IsWhiteSpace);
        var lines = (fits ? details : details.Take(details.Count - 1)).Select(detail =>
            TerminalPicture.Detail(detail.Label.PadRight(labelWidth), Encoded(detail.Text, output), style));
        return fits ? lines : lines.Append(id);
    }

    /// <summary>A text as the output will show it. Replacement characters can have another width.</summary>
    private static string Encoded(string text, Encoding output) => output.GetString(output.GetBytes(text));
}
