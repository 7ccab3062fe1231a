using System.Management.Automation.Host;
using System.Text;
using NemoVideo.Pictures.Timelines;

namespace NemoVideo.PowerShell.Formatting;

/// <summary>Draws the timeline of a NemoState or a NemoEditResult for the screen. NemoVideo.Format.ps1xml calls it.</summary>
public static class TimelineView
{
    private const int UnknownWidth = 80;

    // Consoles with these East Asian code pages show block characters two columns wide.
    private static readonly int[] WideBlockCodePages = [932, 936, 949, 950];

    /// <summary>What the default view of a host shows.</summary>
    /// <param name="item">A NemoState or NemoEditResult, live or deserialized.</param>
    /// <param name="host">The host.</param>
    /// <param name="psStyle">The value of $PSStyle; null if PowerShell has none.</param>
    /// <param name="encoding">The encoding of the output.</param>
    public static string Show(PSObject item, PSHost? host, object? psStyle, Encoding? encoding) =>
        Draw(item, WidthOf(host), HasColor(host, psStyle), encoding, host);

    /// <summary>The picture, with its lines joined by line ends.</summary>
    /// <param name="item">A NemoState or NemoEditResult, live or deserialized.</param>
    /// <param name="width">The width in columns.</param>
    /// <param name="hasColor">Whether to use ANSI escape sequences.</param>
    /// <param name="encoding">The encoding of the output. Bars are ASCII if it has no block characters. Null means UTF-8.</param>
    public static string Draw(PSObject item, int width, bool hasColor, Encoding? encoding) => Draw(item, width, hasColor, encoding, null);

    private static string Draw(PSObject item, int width, bool hasColor, Encoding? encoding, PSHost? host)
    {
        _ = item ?? throw new ArgumentNullException(nameof(item));
        var output = encoding ?? Encoding.UTF8;
        var isAscii = WideBlockCodePages.Contains(output.CodePage)
            || output.GetString(output.GetBytes(TerminalPicture.BlockCharacters)) != TerminalPicture.BlockCharacters;

        // Some consoles add an empty line after a line that fills the last column.
        var style = new TerminalStyle(width - 1, hasColor, isAscii);
        var isEdit = PipedState.IsEdit(item);
        List<string> lines = isEdit ? [.. TerminalPicture.Wrap(PipedState.LineOf(item), style)] : [];
        if (!isEdit || PipedState.IsChanged(item))
        {
            // PowerShell counts an accent or a half of a flag as a column of its own, and would wrap the line.
            var picture = PipedState.PictureOf(item);
            var excess = TerminalPicture.Draw(picture, style with { HasColor = false }).Max(line => CellsOf(line, host)) - style.Width;
            style = style with { Width = style.Width - Math.Max(excess, 0) };
            lines.AddRange(lines.Count > 0 ? [""] : []);
            lines.AddRange(TerminalPicture.Draw(picture, style));
            lines.AddRange(isEdit ? [""] : ["", .. Details(item, style)]);
        }

        return string.Join(Environment.NewLine, lines);
    }

    /// <summary>The width of a host in columns; 80 if it has no screen.</summary>
    public static int WidthOf(PSHost? host) => Ask(host, static screen => screen.BufferSize.Width) is > 0 and var width ? width : UnknownWidth;

    /// <summary>The columns of a line as PowerShell counts them; 0 if the host has no screen.</summary>
    private static int CellsOf(string line, PSHost? host) => Ask(host, screen => screen.LengthInBufferCells(line));

    private static int Ask(PSHost? host, Func<PSHostRawUserInterface, int> question)
    {
        try
        {
            return host?.UI?.RawUI is { } screen ? question(screen) : 0;
        }
        catch (Exception exception) when (exception is HostException or NotImplementedException or InvalidOperationException or IOException)
        {
            return 0;
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

    /// <summary>The uploads, the generated media and the session ID. An ID that doesn't fit after its label is alone on a line.</summary>
    private static IEnumerable<string> Details(PSObject state, TerminalStyle style)
    {
        var uploads = DisplayText.Names(state.Properties["Uploads"]?.Value);
        var generated = DisplayText.Names(state.Properties["GeneratedMedia"]?.Value);
        var label = "Session".PadRight(generated.Length > 0 ? 11 : 9);
        var id = $"{state.Properties["SessionId"]?.Value}";
        return new[] { ("Uploads", uploads), ("Generated", generated) }.Where(static detail => detail.Item2.Length > 0)
            .Select(detail => TerminalPicture.Detail(detail.Item1.PadRight(label.Length), detail.Item2, style))
            .Append(label.Length + id.Length <= style.Width ? TerminalPicture.Detail(label, id, style) : id);
    }
}
