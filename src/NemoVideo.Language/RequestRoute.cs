namespace NemoVideo.Language;

/// <summary>The route of a request in plain words (protocol section 10).</summary>
public enum Route
{
    /// <summary>Send a message to the agent, which can cost credits. This is the route of every request without another route.</summary>
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
    /// <summary>Send nothing: the request asks how to do something or what it costs.</summary>
    Help,
}

/// <summary>The route of a request and the reason for it.</summary>
/// <param name="Route">The route.</param>
/// <param name="Reason">The reason: one sentence that names the decisive words.</param>
public sealed record RequestRoute(Route Route, string Reason)
{
    /// <summary>The files and URLs in the request, unchanged and in order.</summary>
    public IReadOnlyList<string> Files { get; init; } = [];

    /// <summary>Whether the request contains a message for the agent. With an upload, the message is sent after it.</summary>
    public bool ContainsMessage { get; init; }

    /// <summary>The format and quality of an export. Properties that the request doesn't specify have their default values.</summary>
    public ExportForm Form { get; init; } = new();

    /// <summary>
    /// The topic of a request for help: the route that it asks about, <see cref="Route.Credits"/> for a price, or else
    /// <see cref="Route.Help"/>.
    /// </summary>
    public Route Topic { get; init; } = Route.Help;
}

/// <summary>The format and quality of the export that a request asks for.</summary>
public sealed record ExportForm
{
    /// <summary>The format; always <c>mp4</c>.</summary>
    public string Format { get; init; } = "mp4";

    /// <summary>The quality: <c>low</c>, <c>medium</c> or <c>high</c>. Default <c>high</c>.</summary>
    public string Quality { get; init; } = "high";

    /// <summary>The requested options that an export doesn't support, such as a size, another format or a folder. Unchanged text.</summary>
    public IReadOnlyList<string> UnsupportedOptions { get; init; } = [];
}
