namespace NemoVideo.Emulator.Streaming;

/// <summary>Some lines of an event stream, up to and with the blank line that ends them.</summary>
/// <param name="Text">The lines as sent.</param>
/// <param name="IsEvent">Whether it counts as an event; keep-alives do not.</param>
internal sealed record Frame(string Text, bool IsEvent = true)
{
    public static Frame Of(string json) => new($"data: {json}\n\n");

    /// <summary>Any lines: those without a word of data in them are keep-alives.</summary>
    public static Frame OfLines(string lines) =>
        new(lines + "\n\n", lines.Split('\n').Any(line => line.StartsWith("data: ", StringComparison.Ordinal)));
}
