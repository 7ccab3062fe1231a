namespace NemoVideo.Language;

/// <summary>How a request in plain words wants the export made.</summary>
public sealed record ExportForm
{
    /// <summary>The file's format; <c>mp4</c> is the only one there is.</summary>
    public string Format { get; init; } = "mp4";

    /// <summary>The quality: <c>low</c>, <c>medium</c> or <c>high</c>, which it is where the request says nothing.</summary>
    public string Quality { get; init; } = "high";

    /// <summary>What it says beside and no export can be told, as it was written: a size, another format, a place.</summary>
    public IReadOnlyList<string> NotTakenUp { get; init; } = [];
}
