using System.Text.Json.Serialization;
using NemoVideo.Client.Timeline;

namespace NemoVideo.Client.Jobs;

/// <summary>The timelines of a job. A timeline that is unknown, or that has more than 200 tracks and segments, is null.</summary>
/// <param name="Before">The tracks before the first message.</param>
/// <param name="After">The tracks after the last message that was sent.</param>
public sealed record JobTimelines(IReadOnlyList<Track>? Before, IReadOnlyList<Track>? After)
{
    private const int MaxItems = 200;
    private const int MaxNameLength = 200;

    /// <summary>The timelines as JSON, in which all characters except ASCII are escaped.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, JobTimelinesContext.Default.JobTimelines);

    /// <summary>Reads the JSON of <see cref="ToJson"/>. Null or other text contains no timelines.</summary>
    public static JobTimelines Parse(string? json)
    {
        try
        {
            return (json is null ? null : JsonSerializer.Deserialize(json, JobTimelinesContext.Default.JobTimelines)) ?? new(null, null);
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException or InvalidOperationException)
        {
            return new(null, null);
        }
    }

    /// <summary>Limits what a record contains: one line for each name, without secrets of URLs. Null for a timeline that is too long.</summary>
    internal static IReadOnlyList<Track>? Limit(IReadOnlyList<Track> tracks) =>
        tracks.Count + tracks.Sum(static track => track.Segments.Count) > MaxItems ? null : [.. tracks.Select(static track => track with
        {
            Name = Limit(track.Name),
            Segments = [.. track.Segments.Select(static segment => segment with { Name = Limit(segment.Name) })],
        })];

    private static string? Limit(string? name) =>
        name is null ? null : UrlText.Hide(ControlCharacters.OneLine(name)).Shorten(MaxNameLength);
}

[JsonSourceGenerationOptions(
    GenerationMode = JsonSourceGenerationMode.Metadata, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true, IgnoreReadOnlyProperties = true,
    RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(JobTimelines))]
internal sealed partial class JobTimelinesContext : JsonSerializerContext;
