using System.Text.Json.Serialization;
using NemoVideo.Client.Timeline;

namespace NemoVideo.Client.Jobs;

/// <summary>The kinds of lines in the log of a job.</summary>
internal enum JobLineKind
{
    /// <summary>The job starts from the beginning. Earlier lines only tell which files it wrote. A line without a kind isn't one.</summary>
    Start = 1,
    Session,
    Upload,
    Message,
    Render,

    /// <summary>Written before the complete video gets its name.</summary>
    File,
}

/// <summary>The progress of an upload or a message.</summary>
internal enum JobLineState
{
    /// <summary>Written before the request. Without a later line, the outcome is unknown.</summary>
    Sending,

    /// <summary>The request was rejected, so that it can be sent again; a message only if the timeline is still that of the line.</summary>
    Refused,

    /// <summary>The upload is complete. The message changed the timeline, or the caller accepted the timeline.</summary>
    Done,

    /// <summary>The message ended without a change.</summary>
    Unchanged,

    /// <summary>The agent asked a question.</summary>
    AwaitingInput,

    /// <summary>The service processed the message and reported an error. It may have been charged.</summary>
    Failed,
}

/// <summary>A line of the log. Which fields it has depends on its kind.</summary>
internal sealed record JobLine(JobLineKind Kind)
{
    public DateTimeOffset At { get; init; }

    // What the job is, for people who read the log.
    public string? Api { get; init; }
    public IReadOnlyList<string>? Inputs { get; init; }

    /// <summary>A hash of what identifies each of several inputs, in the order of the video.</summary>
    public IReadOnlyList<string>? Order { get; init; }
    public IReadOnlyList<string>? Messages { get; init; }
    public string? Session { get; init; }

    /// <summary>The index of the input or message, from 0.</summary>
    public int? Number { get; init; }
    public JobLineState? State { get; init; }

    /// <summary>The fingerprint of the timeline that a later one is compared with.</summary>
    public string? Before { get; init; }
    public string? AgentText { get; init; }
    public string? Question { get; init; }
    public string? Error { get; init; }
    public IReadOnlyList<string>? Changes { get; init; }

    /// <summary>The tracks before the first message; null for other messages, and for a timeline that is too long for the log.</summary>
    public IReadOnlyList<Track>? TracksBefore { get; init; }

    /// <summary>The tracks after the message; null for a timeline that is too long for the log.</summary>
    public IReadOnlyList<Track>? TracksAfter { get; init; }
    public string? Render { get; init; }
    public string? Quality { get; init; }

    /// <summary><see cref="Exports.RenderOutput.Options"/>; null for none.</summary>
    public string? Options { get; init; }

    /// <summary>The full path of the video.</summary>
    public string? Path { get; init; }

    /// <summary>The requested name of the video, without the number that made it unique.</summary>
    public string? Name { get; init; }
    public long? Length { get; init; }
    public string? ContentHash { get; init; }
    public DateTime? LastWriteTime { get; init; }
    public TimeSpan? Duration { get; init; }

    /// <summary>Whether the video has the quality and options of a job.</summary>
    public bool IsFor(VideoJob job) => Quality == job.Quality && Options == job.Output.Options;
}

[JsonSourceGenerationOptions(
    GenerationMode = JsonSourceGenerationMode.Metadata, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    UseStringEnumConverter = true, IgnoreReadOnlyProperties = true)]
[JsonSerializable(typeof(JobLine))]
internal sealed partial class JobLineContext : JsonSerializerContext;
