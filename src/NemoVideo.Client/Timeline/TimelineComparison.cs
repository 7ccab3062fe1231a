using System.Text.Json.Serialization;

namespace NemoVideo.Client.Timeline;

/// <summary>The timelines before and after messages. One that is unknown, or that has more than 200 tracks and segments, is null.</summary>
/// <param name="Before">The tracks before the first message.</param>
/// <param name="After">The tracks after the last message that was sent.</param>
public sealed record TimelineComparison(IReadOnlyList<Track>? Before, IReadOnlyList<Track>? After)
{
    /// <summary>The timelines as JSON, in which all characters except ASCII are escaped.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, TimelineComparisonContext.Default.TimelineComparison);

    /// <summary>Reads the JSON of <see cref="ToJson"/>. Null or other text contains no timelines.</summary>
    public static TimelineComparison Parse(string? json)
    {
        try
        {
            return JsonSerializer.Deserialize(json ?? "null", TimelineComparisonContext.Default.TimelineComparison) ?? new(null, null);
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException or InvalidOperationException)
        {
            return new(null, null);
        }
    }
}

[JsonSourceGenerationOptions(
    GenerationMode = JsonSourceGenerationMode.Metadata, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true, IgnoreReadOnlyProperties = true,
    RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(TimelineComparison))]
internal sealed partial class TimelineComparisonContext : JsonSerializerContext;
