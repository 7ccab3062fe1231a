using System.Text.Encodings.Web;
using System.Text.Json.Serialization;

namespace NemoVideo.Client.Jobs;

/// <summary>The kinds of lines in a record.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<JobStep>))]
internal enum JobStep
{
    /// <summary>The job starts from the beginning. Earlier lines only tell which files it wrote.</summary>
    Start,
    Session,
    Upload,
    Message,
    Render,
    File,
}

/// <summary>The progress of an upload or a message.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<JobStepState>))]
internal enum JobStepState
{
    /// <summary>Written before the request. Without a later line, the outcome is unknown.</summary>
    Sending,
    /// <summary>The service rejected the request, so that it can be sent again.</summary>
    Refused,
    Done,
    /// <summary>The service processed the message and reported an error. It may have been charged.</summary>
    Failed,
}

/// <summary>A line of a record. Which fields it has depends on the step.</summary>
internal sealed record JobLine(JobStep Step)
{
    public const int CurrentVersion = 1;

    public int Version { get; init; } = CurrentVersion;

    public DateTimeOffset At { get; init; }

    // What the job is, for people who read the record.
    public string? Api { get; init; }
    public IReadOnlyList<string>? Inputs { get; init; }
    public IReadOnlyList<string>? Messages { get; init; }
    public string? Session { get; init; }

    /// <summary>The index of the input or message, from 0.</summary>
    public int? Number { get; init; }
    public JobStepState? State { get; init; }

    /// <summary>The fingerprint of the timeline before the message.</summary>
    public string? Before { get; init; }

    /// <summary>The fingerprint of the timeline after the message, if it is done.</summary>
    public string? After { get; init; }
    public bool? IsChanged { get; init; }
    public string? AgentText { get; init; }

    /// <summary>What the agent asked instead of editing.</summary>
    public string? Question { get; init; }
    public IReadOnlyList<string>? Changes { get; init; }
    public IReadOnlyList<string>? TracksBefore { get; init; }
    public IReadOnlyList<string>? TracksAfter { get; init; }

    /// <summary>
    /// The text of <see cref="JobTimelines.ToJson"/>, only for reports: a timeline that can't be read doesn't damage the record.
    /// </summary>
    public string? Timelines { get; init; }
    public string? Error { get; init; }
    public string? Render { get; init; }
    public string? Format { get; init; }
    public string? Quality { get; init; }

    /// <summary><see cref="Exports.RenderOutput.Options"/>; null for none.</summary>
    public string? Options { get; init; }

    /// <summary>The full path of the video. The line is written before the complete file is moved there.</summary>
    public string? Path { get; init; }

    /// <summary>The requested name of the video, without the number that made it unique.</summary>
    public string? Name { get; init; }
    public long? Length { get; init; }
    public string? ContentHash { get; init; }
    public DateTime? LastWriteTime { get; init; }
    public TimeSpan? Duration { get; init; }

    /// <summary>Whether a list contains null, which is never written.</summary>
    public bool HasNull() =>
        new[] { Inputs, Messages, Changes, TracksBefore, TracksAfter }.Any(static list => list?.Any(static text => text is null) == true);
}

[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(JobLine))]
internal sealed partial class JobLineContext : JsonSerializerContext
{
    public static JobLineContext Relaxed { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
