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
    public static RenderJob Read(JsonElement answer, string id)
    {
        // The envelope can hold the wrapped shape inside itself.
        var job = answer.ObjectField("data") ?? answer;
        var output = job.ObjectField("output") ?? default;
        var address = output.Text("url") ?? job.FirstText("outputUrl", "output_url", "url");
        return new RenderJob(
            job.Id("id", "taskId") ?? id,
            ReadStatus(job.Text("status")),
            job.Real("progress"),
            JsonAccess.WebAddress(address),
            output.Seconds("duration") ?? job.Seconds("duration"),
            output.Whole("size") ?? job.Whole("size"),
            job.FirstText("error", "errorMessage") ?? job.ObjectField("error")?.FirstText("message"))
        {
            OtherAddress = string.IsNullOrEmpty(address) || JsonAccess.WebAddress(address) is not null ? null : address,
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
