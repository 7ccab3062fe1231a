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
    /// <summary>Failed. This is final for its ID.</summary>
    Failed,
    /// <summary>Canceled. This is final for its ID.</summary>
    Canceled,
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
    public bool IsFinished => Status == RenderStatus.Completed || IsLost;

    /// <summary>Whether there will be no video.</summary>
    public bool IsLost => Status is RenderStatus.Failed or RenderStatus.Canceled;
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

    // They can also be the status of the request, so they mean a completed render only if it has a video.
    private static readonly string[] Successes = ["SUCCESS", "SUCCESSFUL", "OK", "READY", "RENDERED", "AVAILABLE"];

    /// <summary>Reads a response. The ID is used if the response has none.</summary>
    public static RenderJob Read(JsonElement response, string id)
    {
        var all = response.Parts();
        List<JsonElement> parts = [.. all.Skip(FindJob(all, id))];
        List<JsonElement> outputs = [.. parts.Select(static part => part.ObjectField("output")).OfType<JsonElement>()];
        var address = First(outputs, static output => output.FirstText("url")) ?? First(parts, static part => part.FirstText(Addresses));
        var url = JsonAccess.WebAddress(address);
        var progress = First(parts, static part => part.Real("progress", 100));
        var hasVideo = progress == 100 || outputs.Exists(static output => output.FirstText("url") is not null)
            || parts.Exists(static part => part.FirstText("outputUrl", "output_url") is not null);
        var status = ReadStatus(parts[0])
            ?? (hasVideo && Successes.Contains(StatusOf(parts[0]), StringComparer.Ordinal) ? RenderStatus.Completed : RenderStatus.Pending);

        // Without an ID, a failure can be that of a gateway.
        status = status == RenderStatus.Failed && !parts.Exists(HasId) ? RenderStatus.Pending : status;
        var error = status == RenderStatus.Completed ? null
            : First(parts, ReasonOf)
                ?? (status == RenderStatus.Failed ? First(all, ReasonOf) ?? First(parts, static part => part.FirstText("message", "msg", "detail")) : null);
        if (status == RenderStatus.Failed && (IsCanceled(StatusOf(parts[0])) || IsCanceled(error?.Trim().ToUpperInvariant())))
        {
            (status, error) = (RenderStatus.Canceled, IsCanceled(error?.Trim().ToUpperInvariant()) ? null : error);
        }

        return new RenderJob(
            First(parts, static part => part.Id(Ids)) ?? id,
            status,
            progress,
            url,
            First(outputs.Concat(parts), static part => part.Seconds("duration")),
            First(outputs.Concat(parts), static part => part.Whole("size")) is { } size and > 0 ? size : null,
            ReportedFailure.IsError(error) ? UrlText.HideOrNull(error!.Shorten(MaxErrorLength)) : null)
        {
            OtherAddress = string.IsNullOrEmpty(address) || url is not null ? null : address,
        };
    }

    /// <summary>
    /// The failure that a response to a submit reports instead of a render with an ID and a status (<see cref="ReportedFailure.Find"/>). The
    /// ID alone can be that of the request.
    /// </summary>
    public static IReadOnlyList<JsonElement> FindFailure(JsonElement response)
    {
        var parts = response.Parts();
        var failed = parts.FindLastIndex(ReportedFailure.IsIn);
        var isConfirmed = parts.Exists(static part => part.Id(Ids) is not null && !ReportedFailure.IsIn(part)
            && ReadStatus(part) is RenderStatus.Pending or RenderStatus.Processing or RenderStatus.Completed);
        var render = parts.FindLastIndex(static part => part.Id(Ids) is not null && ReadStatus(part) is not null);
        return isConfirmed || render >= failed ? [] : ReportedFailure.Find(parts);
    }

    /// <summary>Whether the response to a cancel confirms it: it reports neither a failure nor that the render continues or is completed.</summary>
    public static bool ConfirmsCancel(JsonElement response)
    {
        var parts = response.Parts();
        if (parts.Exists(static part => part.Flag("cancelled") == true || part.Flag("canceled") == true))
        {
            return true;
        }

        var at = FindJob(parts, id: null);
        var job = parts[at];
        return !parts.Exists(static part => ReportedFailure.IsFalse(part, "cancelled") || ReportedFailure.IsFalse(part, "canceled"))
            && !parts.Where((_, index) => index != at).Any(ReportedFailure.IsIn)
            && StatusOf(job) switch
            {
                var word when IsCanceled(word) => true,
                "CANCELLING" or "CANCELING" => true,
                "FAILED" => !ReportedFailure.HasError(job) && job.FirstText("message", "msg", "detail") is null,
                "" or "OK" or "SUCCESS" or "ACCEPTED" => !ReportedFailure.IsIn(job),
                _ => job.Number("status") is >= 200 and < 300 && !ReportedFailure.IsIn(job),
            };
    }

    /// <summary>
    /// The index of the render among the parts of a response: the deepest part with a known status and its ID, with a known status, with a
    /// status and an ID, with a status, or with other fields of a render. The envelope can contain the wrapped format, or the ID and status of
    /// the request.
    /// </summary>
    private static int FindJob(List<JsonElement> parts, string? id)
    {
        Predicate<JsonElement>[] rules =
        [
            part => id is not null && part.Id(Ids) == id && ReadStatus(part) is not null,
            static part => ReadStatus(part) is not null,
            static part => part.Field("status") is not null && HasId(part),
            static part => part.Field("status") is not null,
            static part => part.Field("output") is not null || HasId(part) || part.FirstText(Addresses) is not null,
        ];
        return rules.Select(parts.FindLastIndex).Append(0).First(static index => index >= 0);
    }

    /// <summary>The status of a render; null for any other.</summary>
    private static RenderStatus? ReadStatus(JsonElement part) => StatusOf(part) switch
    {
        "PENDING" or "QUEUED" => RenderStatus.Pending,
        "PROCESSING" or "RENDERING" => RenderStatus.Processing,
        "COMPLETED" or "COMPLETE" or "SUCCEEDED" or "FINISHED" or "DONE" => RenderStatus.Completed,
        "FAILED" or "FAILURE" or "FAIL" or "ERROR" or "CANCELLED" or "CANCELED" or "ABORTED" or "REJECTED" or "TIMEOUT" or "TIMED_OUT" or "EXPIRED"
            => RenderStatus.Failed,
        _ => null,
    };

    private static bool IsCanceled(string? word) => word is "CANCELLED" or "CANCELED";

    private static string StatusOf(JsonElement part) => part.Text("status")?.Trim().ToUpperInvariant() ?? "";

    private static string? ReasonOf(JsonElement part) =>
        part.FirstText("error", "errorMessage") ?? part.ObjectField("error")?.FirstText("message");

    private static bool HasId(JsonElement part) => Array.Exists(Ids, name => part.Field(name) is not null);

    private static T? First<T>(IEnumerable<JsonElement> parts, Func<JsonElement, T?> read) =>
        parts.Select(read).FirstOrDefault(static found => found is not null);
}
