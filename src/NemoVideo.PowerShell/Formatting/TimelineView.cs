using System.Collections;
using System.Management.Automation.Host;
using System.Text;

namespace NemoVideo.PowerShell.Formatting;

/// <summary>Draws the timeline of a NemoState as a bar chart. NemoVideo.Format.ps1xml calls it.</summary>
public static class TimelineView
{
    private const int UnknownWidth = 80;

    // Consoles with these East Asian code pages show block characters two columns wide.
    private static readonly int[] WideBlockCodePages = [932, 936, 949, 950];

    /// <summary>The chart, with its lines joined by line ends.</summary>
    /// <param name="state">A NemoState, live or deserialized.</param>
    /// <param name="width">The width in columns.</param>
    /// <param name="encoding">The encoding of the output. Bars are ASCII if it has no block characters. Null means UTF-8.</param>
    public static string Draw(PSObject state, int width, Encoding? encoding)
    {
        var output = encoding ?? Encoding.UTF8;
        if (!Items(state, "Tracks").Any() && Text(state, "Summary", output) is { } summary)
        {
            return summary;
        }

        var isAscii = WideBlockCodePages.Contains(output.CodePage)
            || Encoded(TimelineChart.BlockCharacters, output) != TimelineChart.BlockCharacters;
        var tracks = Items(state, "Tracks").Select((track, index) => ReadTrack(track, index, output)).ToList();

        // Some consoles add an empty line after a line that fills the last column.
        return string.Join(Environment.NewLine, TimelineChart.Draw(tracks, width - 1, isAscii));
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

    private static Track ReadTrack(PSObject track, int index, Encoding output) => new(
        Value<int>(track, "Number") ?? index + 1,
        Value<TrackKind>(track, "Kind") ?? TrackKind.Other,
        Value<int>(track, "TypeCode"),
        Text(track, "Name", output),
        [.. Items(track, "Segments").Select(segment => new Segment(
            Text(segment, "Name", output),
            Value<TimeSpan>(segment, "Start"),
            Value<TimeSpan>(segment, "Duration"),
            Value<double>(segment, "Volume")))]);

    private static IEnumerable<PSObject> Items(PSObject source, string property) =>
        source.Properties[property]?.Value is var value && (value is PSObject wrapped ? wrapped.BaseObject : value) is IEnumerable items
            ? items.Cast<object?>().OfType<object>().Select(PSObject.AsPSObject)
            : [];

    private static T? Value<T>(PSObject source, string property)
        where T : struct =>
        source.Properties[property]?.Value is { } value && LanguagePrimitives.TryConvertTo<T>(value, out var result) ? result : null;

    private static string? Text(PSObject source, string property, Encoding output) =>
        source.Properties[property]?.Value is { } value ? Encoded(value.ToString()!, output) : null;

    /// <summary>A text as the output will show it. Replacement characters can have another width.</summary>
    private static string Encoded(string text, Encoding output) => output.GetString(output.GetBytes(text));
}
