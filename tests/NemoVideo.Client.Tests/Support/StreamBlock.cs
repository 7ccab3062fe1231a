namespace NemoVideo.Client.Tests.Support;

/// <summary>
/// Lines of a generated stream up to an empty line, with the expected events in the notation of <see cref="EventNotation"/>.
/// </summary>
internal sealed record StreamBlock(IReadOnlyList<string> Lines, IReadOnlyList<string> Expected)
{
    public bool HasData => Lines.Any(static line => line.StartsWith("data", StringComparison.Ordinal));

    /// <summary>The block with one more line, such as a comment, and the event of that line.</summary>
    public StreamBlock With(int place, string line) =>
        new(
            [.. Lines.Take(place), line, .. Lines.Skip(place)],
            IsHeartbeat(line) ? ["heartbeat", .. Expected] : Expected);

    /// <summary>A comment is a heartbeat, and so is an event that has fields but no data.</summary>
    private bool IsHeartbeat(string line) => line.StartsWith(':') || Lines.All(static one => one.StartsWith(':'));
}
