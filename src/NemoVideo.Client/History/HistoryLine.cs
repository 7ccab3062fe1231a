using System.Text.Json.Serialization;
using NemoVideo.Client.Exports;

namespace NemoVideo.Client.History;

/// <summary>The kinds of lines in the history.</summary>
internal enum HistoryKind
{
    Session,

    /// <summary>A file is being uploaded. Its session may be unknown to this computer.</summary>
    Upload,

    /// <summary>A message is being sent.</summary>
    Message,

    /// <summary>An export was started.</summary>
    Export,

    /// <summary>An export has ended.</summary>
    Status,

    /// <summary>A video was downloaded.</summary>
    Saved,
}

/// <summary>A line of the history. Which fields it has depends on its kind.</summary>
internal sealed record HistoryLine(HistoryKind Kind)
{
    public DateTimeOffset At { get; init; }
    public string? Session { get; init; }
    public string? Task { get; init; }
    public string? Name { get; init; }
    public string? Language { get; init; }
    public string? Path { get; init; }
    public string? Message { get; init; }
    public string? Render { get; init; }
    public string? Fingerprint { get; init; }
    public string? Quality { get; init; }
    public string? Options { get; init; }
    public RenderStatus? Status { get; init; }
}

[JsonSourceGenerationOptions(
    GenerationMode = JsonSourceGenerationMode.Metadata, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, UseStringEnumConverter = true)]
[JsonSerializable(typeof(HistoryLine))]
internal sealed partial class HistoryLineContext : JsonSerializerContext;
