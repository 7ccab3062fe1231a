namespace NemoVideo.Client.Language;

/// <summary>Where a request goes, and why.</summary>
/// <param name="Route">Where it goes.</param>
/// <param name="Reason">Why, as one plain sentence.</param>
public sealed record RequestRoute(Route Route, string Reason)
{
    /// <summary>The files and addresses that it names, as they were written and in their order.</summary>
    public IReadOnlyList<string> Files { get; init; } = [];

    /// <summary>Whether it holds something for the agent; beside an upload, that is to be sent after it.</summary>
    public bool HoldsMessage { get; init; }
}
