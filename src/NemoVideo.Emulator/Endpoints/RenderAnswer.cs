using System.Text.Json.Nodes;
using NemoVideo.Emulator.Rendering;

namespace NemoVideo.Emulator.Endpoints;

/// <summary>A render in each of the documented shapes (protocol section 8).</summary>
internal static class RenderAnswer
{
    public static JsonObject Describe(RenderJob job, RenderProgress progress, RenderShape shape, CdnAddress cdn)
    {
        var described = new JsonObject
        {
            ["id"] = job.Id,
            ["status"] = progress.Status.ToString().ToLowerInvariant(),
            ["progress"] = progress.Percent,
        };
        if (job.Error is not null)
        {
            described["error"] = job.Error;
        }

        if (shape == RenderShape.Wrapped)
        {
            AddWrappedOutput(described, job, progress, cdn);
            return new JsonObject { ["success"] = true, ["data"] = described };
        }

        AddOutput(described, job, progress, cdn);
        return shape == RenderShape.Envelope ? Answer.Envelope(described) : described;
    }

    private static void AddOutput(JsonObject described, RenderJob job, RenderProgress progress, CdnAddress cdn)
    {
        if (progress.Status == RenderStatus.Completed)
        {
            described["output"] = new JsonObject
            {
                ["url"] = cdn.OutputUrl(job.Key),
                ["duration"] = job.File!.Duration?.TotalSeconds,
                ["size"] = job.File.ByteCount,
            };
        }
    }

    private static void AddWrappedOutput(JsonObject described, RenderJob job, RenderProgress progress, CdnAddress cdn)
    {
        described["createdAt"] = job.CreatedAt.ToUnixTimeMilliseconds();
        if (progress.Status == RenderStatus.Completed)
        {
            described["outputUrl"] = cdn.OutputUrl(job.Key);
            described["completedAt"] = (job.CompletedAt ?? job.CreatedAt).ToUnixTimeMilliseconds();
        }
    }
}
