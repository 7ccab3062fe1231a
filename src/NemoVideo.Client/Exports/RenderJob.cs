using NemoVideo.Client.Http;

namespace NemoVideo.Client.Exports;

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

    /// <summary>The status in the words of the service; null if it sent none.</summary>
    public string? StatusText { get; init; }

    /// <summary>
    /// After a wait: whether the timeline has changed since this connection submitted the render, so that the video can lack an edit.
    /// </summary>
    public bool IsOutdated { get; init; }

    /// <summary>Whether the status is final.</summary>
    public bool IsFinished => Status == RenderStatus.Completed || IsLost;

    /// <summary>Whether there will be no video.</summary>
    public bool IsLost => Status is RenderStatus.Failed or RenderStatus.Canceled;
}

/// <summary>Reads a render in each of its formats (protocol section 8).</summary>
internal static class RenderResponse
{
    private const int MaxErrorLength = 4096;
    private const int MaxStatusLength = 40;

    /// <summary>Reads a response. The ID is used if the response has none. Null if it contains no render: no status, and no ID.</summary>
    public static RenderJob? Read(JsonElement response, string id)
    {
        // The envelope can contain the wrapped format. Its own status and ID can be those of the request.
        var data = response.ObjectField("data");
        List<JsonElement> parts = [.. new[] { data?.ObjectField("data"), data, response }.OfType<JsonElement>()];
        var at = parts.FindIndex(static part => part.Text("status") is not null);
        at = at >= 0 ? at : parts.FindIndex(static part => part.Id("id", "taskId") is not null);
        return at < 0 ? null : Read(parts[at], id, response);
    }

    private static RenderJob Read(JsonElement render, string id, JsonElement envelope)
    {
        var output = render.ObjectField("output");
        var address = output?.FirstText("url") ?? render.FirstText("outputUrl");
        var url = JsonAccess.WebAddress(address);
        var reason = ReasonOf(render);

        // A video or an error decides, whatever the status: services also say "done" or "error" (apimatic-cli 305, sapiom-js 771).
        var (status, error) = render.Text("status")?.Trim().ToUpperInvariant() switch
        {
            "COMPLETED" => (RenderStatus.Completed, null),
            "CANCELLED" or "CANCELED" => (RenderStatus.Canceled, reason),
            "FAILED" when reason?.Trim().ToUpperInvariant() is "CANCELLED" or "CANCELED" => (RenderStatus.Canceled, null),
            "FAILED" => (RenderStatus.Failed, reason ?? ReasonOf(envelope)),
            _ when reason is not null => (RenderStatus.Failed, reason),
            _ when url is not null => (RenderStatus.Completed, null),
            "PROCESSING" => (RenderStatus.Processing, null),
            _ => (RenderStatus.Pending, (string?)null),
        };
        return new RenderJob(
            render.Id("id", "taskId") ?? id,
            status,
            render.Real("progress", 100),
            url,
            output?.Seconds("duration"),
            output?.Whole("size") is > 0 and var size ? size : null,
            UrlText.HideOrNull(error?.Shorten(MaxErrorLength)))
        {
            StatusText = render.Text("status")?.Trim() is { Length: > 0 } text ? text.Shorten(MaxStatusLength) : null,
            OtherAddress = string.IsNullOrEmpty(address) || url is not null ? null : address,
        };
    }

    private static string? ReasonOf(JsonElement part) => part.FirstText("error") ?? part.ObjectField("error")?.FirstText("message");
}
