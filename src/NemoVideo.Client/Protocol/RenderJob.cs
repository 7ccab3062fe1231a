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

    private static readonly string[] Ids = ["id", "taskId"];
    private static readonly string[] Addresses = ["outputUrl", "output_url", "url"];

    /// <summary>Reads a response. The ID is used if the response has none.</summary>
    public static RenderJob Read(JsonElement response, string id, Func<Uri, bool> hasSecret)
    {
        var parts = FindJob(response.Parts());
        var job = parts[0];
        var output = job.ObjectField("output") ?? default;
        var address = output.Text("url") ?? Deepest(parts, static part => part.FirstText(Addresses));
        var error = job.FirstText("error", "errorMessage") ?? job.ObjectField("error")?.FirstText("message");
        var url = JsonAccess.WebAddress(address, hasSecret);
        var status = ReadStatus(job.Text("status"));
        return new RenderJob(
            Deepest(parts, static part => part.Id(Ids)) ?? id,

            // Without an ID, a failure can be that of a gateway.
            status == RenderStatus.Failed && !HasId(parts) ? RenderStatus.Pending : status,
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
        Deepest(FindJob(response.Parts()), static part => part.Id(Ids)) is null ? ReportedFailure.Find(response) : null;

    /// <summary>Whether the response to a cancel confirms it: it reports neither a failure nor that the render continues or is completed.</summary>
    public static bool ConfirmsCancel(JsonElement response)
    {
        var parts = response.Parts();
        if (parts.Any(static part => part.Flag("cancelled") == true || part.Flag("canceled") == true))
        {
            return true;
        }

        var job = FindJob(parts)[0];
        return parts.All(part => !ReportedFailure.IsFalse(part, "cancelled") && !ReportedFailure.IsFalse(part, "canceled")
                && (part.Equals(job) || !ReportedFailure.IsIn(part)))
            && job.Text("status")?.ToUpperInvariant() switch
            {
                null or "" => !ReportedFailure.IsIn(job),
                "CANCELLED" or "CANCELED" or "CANCELLING" or "CANCELING" => true,
                "OK" or "SUCCESS" or "ACCEPTED" => !ReportedFailure.HasError(job),
                "FAILED" => !ReportedFailure.HasError(job) && job.FirstText("message", "msg", "detail") is null,
                _ => job.Number("status") is >= 200 and < 300 && !ReportedFailure.HasError(job),
            };
    }

    /// <summary>
    /// The render among the parts of a response, and the objects in its <c>data</c>: the deepest object with a status and an ID, with a status, or with other
    /// fields of a render. The envelope can contain the wrapped format, or a status of its own.
    /// </summary>
    private static List<JsonElement> FindJob(List<JsonElement> parts)
    {
        Predicate<JsonElement>[] rules =
        [
            static part => part.Field("status") is not null && part.FirstText(Ids) is not null,
            static part => part.Field("status") is not null,
            static part => part.Field("output") is not null || part.FirstText(Ids) is not null || part.FirstText(Addresses) is not null,
        ];
        var at = rules.Select(parts.FindLastIndex).Append(0).First(static index => index >= 0);
        return parts.GetRange(at, parts.Count - at);
    }

    private static bool HasId(IEnumerable<JsonElement> parts) =>
        parts.Any(static part => Array.Exists(Ids, name => part.Field(name) is not null));

    private static string? Deepest(IEnumerable<JsonElement> parts, Func<JsonElement, string?> read) =>
        parts.Reverse().Select(read).FirstOrDefault(static found => found is not null);

    private static RenderStatus ReadStatus(string? status) => status?.ToUpperInvariant() switch
    {
        "COMPLETED" or "COMPLETE" or "SUCCEEDED" or "FINISHED" or "DONE" => RenderStatus.Completed,
        "FAILED" or "ERROR" or "CANCELLED" or "CANCELED" => RenderStatus.Failed,
        "PROCESSING" or "RENDERING" => RenderStatus.Processing,
        _ => RenderStatus.Pending,
    };
}
