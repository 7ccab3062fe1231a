using System.Text.Json.Nodes;
using NemoVideo.Emulator.Configuration;
using NemoVideo.Emulator.Protocol;
using NemoVideo.Emulator.Rendering;

namespace NemoVideo.Emulator.Endpoints;

/// <summary>A render in each of the documented shapes (protocol section 8).</summary>
internal static class RenderResponse
{
    public static JsonObject Describe(RenderJob job, RenderProgress progress, EmulatorOptions options, CdnAddress cdn)
    {
        var described = new JsonObject
        {
            [options.RenderTaskId ? "taskId" : "id"] = job.Id,
            ["status"] = progress.Status.ToString().ToLowerInvariant(),
            ["progress"] = progress.Percent,
        };
        if (progress.Status == RenderStatus.Failed)
        {
            described["error"] = job.Error;
        }

        var url = options.NoOutputUrl ? null : cdn.OutputUrl(job.Key);
        if (options.RenderShape is RenderShape.Wrapped or RenderShape.Nested)
        {
            AddWrappedOutput(described, job, progress, url);
            described = new JsonObject { ["success"] = true, ["data"] = described };
        }
        else
        {
            AddOutput(described, job, progress, url);
        }

        return options.RenderShape is RenderShape.Envelope or RenderShape.Nested ? EmulatorResponse.Envelope(described) : described;
    }

    private static void AddOutput(JsonObject described, RenderJob job, RenderProgress progress, string? url)
    {
        if (progress.Status == RenderStatus.Completed)
        {
            var output = new JsonObject { ["duration"] = job.File!.Duration?.TotalSeconds, ["size"] = job.File.ByteCount };
            AddUrl(output, "url", url);
            described["output"] = output;
        }
    }

    private static void AddWrappedOutput(JsonObject described, RenderJob job, RenderProgress progress, string? url)
    {
        described["createdAt"] = job.CreatedAt.ToUnixTimeMilliseconds();
        if (progress.Status == RenderStatus.Completed)
        {
            AddUrl(described, "outputUrl", url);
            described["completedAt"] = (job.CompletedAt ?? job.CreatedAt).ToUnixTimeMilliseconds();
        }
    }

    private static void AddUrl(JsonObject output, string name, string? url)
    {
        if (url is not null)
        {
            output[name] = url;
        }
    }
}
