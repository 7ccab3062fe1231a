namespace NemoVideo.Language;

/// <summary>Where a request goes, and why.</summary>
/// <param name="Route">Where it goes.</param>
/// <param name="Reason">Why, as one plain sentence that names the words that decided.</param>
public sealed record RequestRoute(Route Route, string Reason)
{
    /// <summary>The files and addresses that it names, as they were written and in their order.</summary>
    public IReadOnlyList<string> Files { get; init; } = [];

    /// <summary>Whether it holds something for the agent; beside an upload, that is to be sent after it.</summary>
    public bool HoldsMessage { get; init; }

    /// <summary>Of an export: how it is to be made. The defaults of every export where it says nothing.</summary>
    public ExportForm Form { get; init; } = new();

    /// <summary>
    /// Of a request for help: where what it asks about would go, the credits for what something costs;
    /// <see cref="Language.Route.Help"/> where it asks in general.
    /// </summary>
    public Route Topic { get; init; } = Route.Help;
}
