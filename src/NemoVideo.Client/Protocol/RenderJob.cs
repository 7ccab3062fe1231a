namespace NemoVideo.Client.Protocol;

/// <summary>The status of a render.</summary>
public enum RenderStatus
{
    /// <summary>Queued, or a status that isn't documented.</summary>
    Pending,
    /// <summary>In progress.</summary>
    Processing,
    /// <summary>The video can be downloaded.</summary>
    Completed,
    /// <summary>Failed or canceled. This is final for its ID.</summary>
    Failed,
}

/// <summary>A render as the service last reported it (protocol section 8). Values that it didn't report are null.</summary>
/// <param name="Id">The ID of the render.</param>
/// <param name="Status">The status.</param>
/// <param name="Progress">Percent, 0 to 100.</param>
/// <param name="OutputAddress">The URL of the video; if null, the API itself serves the download.</param>
/// <param name="Duration">The length of the video.</param>
/// <param name="ByteCount">The size of the video; always positive.</param>
/// <param name="Error">Why it failed.</param>
public sealed record RenderJob(
    string Id, RenderStatus Status, double? Progress, Uri? OutputAddress, TimeSpan? Duration, long? ByteCount, string? Error)
{
    /// <summary>The reported URL of the video if it isn't a web URL; otherwise, null.</summary>
    internal string? OtherAddress { get; init; }

    /// <summary>Whether the status is final.</summary>
    public bool IsFinished => Status is RenderStatus.Completed or RenderStatus.Failed;
}

/// <summary>Creates unique render IDs: <c>render_&lt;unix ms&gt;_&lt;random&gt;</c> (protocol section 8).</summary>
internal static class RenderId
{
    public static string New(TimeProvider time) =>
        $"render_{time.GetUtcNow().ToUnixTimeMilliseconds()}_{Guid.NewGuid().ToString("N").Substring(0, 12)}";
}

/// <summary>Reads a render in each of its formats (protocol section 8).</summary>
internal static class RenderResponse
{
    private const int MaxErrorLength = 4096;

    /// <summary>The fields that show which object is the render: the response, or one in its <c>data</c>.</summary>
    private static readonly string[] Fields = ["id", "taskId", "status", "output", "outputUrl", "output_url", "url"];

    /// <summary>Reads a response. The ID is used if the response has none.</summary>
    public static RenderJob Read(JsonElement response, string id, Func<Uri, bool> hasSecret)
    {
        // The envelope can contain the wrapped format.
        var parts = ReportedFailure.Parts(response);
        var job = parts.LastOrDefault(static part => Array.Exists(Fields, name => part.Field(name) is not null));
        job = job.ValueKind == JsonValueKind.Object ? job : response;
        var output = job.ObjectField("output") ?? default;
        var address = output.Text("url") ?? job.FirstText("outputUrl", "output_url", "url");
        var error = job.FirstText("error", "errorMessage") ?? job.ObjectField("error")?.FirstText("message");
        var url = JsonAccess.WebAddress(address, hasSecret);
        var status = ReadStatus(job.Text("status"));
        var hasId = (job.Field("id") ?? job.Field("taskId")) is not null;
        return new RenderJob(
            job.Id("id", "taskId") ?? id,

            // Without an ID, a failure can be that of a gateway.
            status == RenderStatus.Failed && !hasId ? RenderStatus.Pending : status,
            job.Real("progress", 100),
            url,
            output.Seconds("duration") ?? job.Seconds("duration"),
            (output.Whole("size") ?? job.Whole("size")) is { } size and > 0 ? size : null,
            UrlText.HideOrNull(error?.Shorten(MaxErrorLength)))
        {
            OtherAddress = string.IsNullOrEmpty(address) || url is not null ? null
                : UrlText.Parse(address) is { } other && hasSecret(other) ? RedactedText.Placeholder
                : address,
        };
    }

    /// <summary>The part of a response to a submit that reports a failure instead of a render with an ID; null for none.</summary>
    public static JsonElement? FindFailure(JsonElement response) =>
        ReportedFailure.Parts(response).Any(static part => part.Id("id", "taskId") is not null) ? null : ReportedFailure.Find(response);

    /// <summary>Whether the response to a cancel confirms it: it reports neither a failure nor that the render continues or is completed.</summary>
    public static bool ConfirmsCancel(JsonElement response)
    {
        var parts = ReportedFailure.Parts(response);
        return parts.Any(static part => part.Flag("cancelled") == true || part.Flag("canceled") == true)
            || parts.All(static part => !ReportedFailure.IsFalse(part, "cancelled") && !ReportedFailure.IsFalse(part, "canceled")
                && ((part.Text("status")?.ToUpperInvariant() is "FAILED" && part.FirstText("message", "error", "detail") is null)
                    || part.Text("status")?.ToUpperInvariant() is "CANCELLED" or "CANCELED" or "CANCELLING" or "CANCELING" or "OK" or "SUCCESS"
                    || (string.IsNullOrEmpty(part.Text("status")) && !ReportedFailure.IsIn(part))));
    }

    private static RenderStatus ReadStatus(string? status) => status?.ToUpperInvariant() switch
    {
        "COMPLETED" or "COMPLETE" or "SUCCEEDED" or "FINISHED" or "DONE" => RenderStatus.Completed,
        "FAILED" or "ERROR" or "CANCELLED" or "CANCELED" => RenderStatus.Failed,
        "PROCESSING" or "RENDERING" => RenderStatus.Processing,
        _ => RenderStatus.Pending,
    };
}
