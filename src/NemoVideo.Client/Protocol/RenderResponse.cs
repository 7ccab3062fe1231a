using System.Text.Json;

namespace NemoVideo.Client.Protocol;

/// <summary>
/// Reads a render answer in each of its shapes: at the top level, wrapped in <c>data</c>, with the address in <c>output</c>
/// or as <c>outputUrl</c>, and with either name of the id.
/// </summary>
internal static class RenderResponse
{
    /// <param name="answer">The answer, or its <c>data</c> where it was wrapped.</param>
    /// <param name="id">The id that was asked for, used where the answer names none.</param>
    /// <param name="holdsSecret">Whether an address holds a secret in one of its forms.</param>
    public static RenderJob Read(JsonElement answer, string id, Func<Uri, bool> holdsSecret)
    {
        // The envelope can hold the wrapped shape inside itself.
        var job = answer.ObjectField("data") ?? answer;
        var file = job.ObjectField("output") ?? default;
        var address = file.Text("url") ?? job.FirstText("outputUrl", "output_url", "url");
        var output = JsonAccess.WebAddress(address, holdsSecret);
        return new RenderJob(
            job.Id("id", "taskId") ?? id,
            ReadStatus(job.Text("status")),
            job.Real("progress"),
            output,
            file.Seconds("duration") ?? job.Seconds("duration"),
            file.Whole("size") ?? job.Whole("size"),
            job.FirstText("error", "errorMessage") ?? job.ObjectField("error")?.FirstText("message"))
        {
            OtherAddress = string.IsNullOrEmpty(address) || output is not null ? null
                : Uri.TryCreate(address, UriKind.Absolute, out var other) && holdsSecret(other) ? RedactedText.Mark
                : address,
        };
    }

    private static RenderStatus ReadStatus(string? status) => status?.ToUpperInvariant() switch
    {
        "COMPLETED" or "SUCCEEDED" or "DONE" => RenderStatus.Completed,
        "FAILED" or "ERROR" or "CANCELLED" or "CANCELED" => RenderStatus.Failed,
        "PROCESSING" or "RENDERING" => RenderStatus.Processing,
        _ => RenderStatus.Pending,
    };
}
