namespace NemoVideo.Client.Tests.Support;

/// <summary>Lines of a generated stream that an empty line ends, with what they say.</summary>
/// <param name="Lines">The lines without their ends.</param>
/// <param name="Expected">The events in the notation of <see cref="EventNotation"/>.</param>
internal sealed record StreamBlock(IReadOnlyList<string> Lines, IReadOnlyList<string> Expected)
{
    public bool HasData => Lines.Any(static line => line.StartsWith("data", StringComparison.Ordinal));

    /// <summary>The block with a line more, such as a comment, and what that line says.</summary>
    public StreamBlock With(int place, string line) =>
        new(
            [.. Lines.Take(place), line, .. Lines.Skip(place)],
            IsBeat(line) ? ["heartbeat", .. Expected] : Expected);

    /// <summary>A comment is a sign of life by itself, and so is an event that has fields but no data.</summary>
    private bool IsBeat(string line) => line.StartsWith(':') || Lines.All(static one => one.StartsWith(':'));
}
