namespace NemoVideo.Language;

/// <summary>The route of a request in plain words (protocol section 10).</summary>
public enum Route
{
    /// <summary>A message to the agent: everything else. It may cost credits.</summary>
    Message,
    /// <summary>Export the timeline.</summary>
    Export,
    /// <summary>Read the credits.</summary>
    Credits,
    /// <summary>Read the state of the timeline.</summary>
    State,
    /// <summary>Upload files.</summary>
    Upload,
    /// <summary>Read the status of the exports.</summary>
    ExportStatus,
    /// <summary>Cancel the exports in progress.</summary>
    Cancel,
    /// <summary>Nothing is sent: it asks how something is done or what it costs.</summary>
    Help,
}

/// <summary>The route of a request, and why.</summary>
/// <param name="Route">The route.</param>
/// <param name="Reason">Why: one sentence that names the decisive words.</param>
public sealed record RequestRoute(Route Route, string Reason)
{
    /// <summary>The files and URLs that it names, as they were written, in order.</summary>
    public IReadOnlyList<string> Files { get; init; } = [];

    /// <summary>Whether it contains a message for the agent, which is sent after an upload.</summary>
    public bool HoldsMessage { get; init; }

    /// <summary>The form of an export; the defaults for what the request doesn't say.</summary>
    public ExportForm Form { get; init; } = new();

    /// <summary>The topic of a request for help: the route of what it asks about, the credits for a price, otherwise help.</summary>
    public Route Topic { get; init; } = Route.Help;
}

/// <summary>The form of the export that a request asks for.</summary>
public sealed record ExportForm
{
    /// <summary>The format; always <c>mp4</c>.</summary>
    public string Format { get; init; } = "mp4";

    /// <summary>The quality: <c>low</c>, <c>medium</c> or <c>high</c>. Default <c>high</c>.</summary>
    public string Quality { get; init; } = "high";

    /// <summary>What an export can't do, as it was written: a size, another format, a place.</summary>
    public IReadOnlyList<string> NotTakenUp { get; init; } = [];
}
