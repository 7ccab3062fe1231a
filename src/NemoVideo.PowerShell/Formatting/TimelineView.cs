using System.Collections;
using System.ComponentModel;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Text;
using NemoVideo.Client.Timeline;

namespace NemoVideo.PowerShell.Formatting;

/// <summary>Draws the timeline of a NemoState with bars; called by NemoVideo.Format.ps1xml.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class TimelineView
{
    private const int UnknownWidth = 80;

    // Their consoles show blocks as wide as their own characters, and no bar would end where it should.
    private static readonly int[] WideBlockCodePages = [932, 936, 949, 950];

    /// <summary>The drawing, its lines joined by line ends.</summary>
    /// <param name="state">A NemoState, or what came back of one from a job, another computer or a file.</param>
    /// <param name="width">How many columns there are.</param>
    /// <param name="encoding">What the output is written in: where that has no blocks, bars are ASCII. Null means UTF-8.</param>
    public static string Draw(PSObject state, int width, Encoding? encoding)
    {
        var output = encoding ?? Encoding.UTF8;
        var isAscii = WideBlockCodePages.Contains(output.CodePage) || Shown(TimelineChart.BlockCharacters, output) != TimelineChart.BlockCharacters;
        var tracks = Items(state, "Tracks").Select((track, index) => ReadTrack(track, index, output)).ToList();

        // A line that fills the last column makes some consoles begin another one.
        var lines = TimelineChart.Draw(tracks, width - 1, isAscii);
        return string.Join(Environment.NewLine, lines);
    }

    /// <summary>How many columns a host has; 80 where it has none.</summary>
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
        source.Properties[property]?.Value is { } value ? Shown(value.ToString()!, output) : null;

    /// <summary>A text as the output will show it: what it cannot show, it replaces, and that may be narrower.</summary>
    private static string Shown(string text, Encoding output) => output.GetString(output.GetBytes(text));
}
