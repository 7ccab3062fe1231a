using NemoVideo.Emulator.Configuration;
using NemoVideo.Emulator.Faults;
using NemoVideo.Emulator.Rendering;
using NemoVideo.Emulator.State;

namespace NemoVideo.Emulator.Endpoints;

/// <summary>Exports (protocol section 8).</summary>
internal sealed class RenderEndpoints(RenderQueue renders, SessionStore sessions, CdnAddress cdn, EmulatorOptions options)
{
    private const string Lambda = "/api/render/proxy/lambda";

    private static readonly string[] Attribution = ["X-Skill-Source", "X-Skill-Version", "X-Skill-Platform"];

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost(Lambda, (HttpContext http, RenderEndpoints endpoints) => endpoints.SubmitAsync(http));
        routes.MapGet(Lambda + "/{id}", (HttpContext http, string id, RenderEndpoints endpoints) => endpoints.Status(http, id));
        routes.MapPost(Lambda + "/{id}/cancel", (HttpContext http, string id, RenderEndpoints endpoints) => endpoints.Cancel(http, id));
        routes.MapGet("/api/render/proxy/{id}/download", (HttpContext http, string id, RenderEndpoints endpoints) => endpoints.Download(http, id));
    }

    private async Task<IResult> SubmitAsync(HttpContext http)
    {
        if (Attribution.Any(name => http.Request.Headers[name].ToString().Length == 0))
        {
            return Refusal.ExportBlocked;
        }

        if (await http.ReadJsonAsync() is not { } body
            || body.Text("id") is not { } id
            || body.Text("sessionId") is not { } sessionId
            || !body.TryGetProperty("draft", out var draft)
            || !body.TryGetProperty("output", out var output)
            || output.Text("format") is null)
        {
            return Refusal.BadRequest("id, sessionId, draft and output.format are required");
        }

        var grant = http.Grant();
        if (sessions.Find(sessionId, grant.UserId) is null)
        {
            return Refusal.SessionNotFound;
        }

        if (!draft.Property("t").Items().Any(track => track.Property("sg").Items().Any()))
        {
            return Refusal.BadRequest("the draft has no segment");
        }

        var render = new Render
        {
            Id = id,
            Key = NewId.Prefixed("out_"),
            Token = grant.Token,
            SessionId = sessionId,
            Draft = draft.GetRawText(),
            Output = output.GetRawText(),
            CreatedAt = options.TimeProvider.GetUtcNow(),
            Error = http.Features.Get<FaultRule>() is { Kind: FaultKind.FailRender } fault ? fault.Argument : null,
        };
        return renders.TrySubmit(render)
            ? EmulatorResponse.Json(Describe(render, new RenderProgress(RenderStatus.Pending, 0)))
            : Refusal.RenderIdUsed;
    }

    private IResult Status(HttpContext http, string id) =>
        renders.Find(id, http.Grant().Token) is { } render
            ? EmulatorResponse.Json(Describe(render, renders.ProgressOf(render)))
            : Refusal.RenderNotFound;

    // The service's documentation doesn't define these cases. In the emulator, a canceled render has failed with the error "cancelled",
    // and a finished render can't be canceled.
    private IResult Cancel(HttpContext http, string id)
    {
        if (renders.Find(id, http.Grant().Token) is not { } render)
        {
            return Refusal.RenderNotFound;
        }

        return renders.TryCancel(render)
            ? EmulatorResponse.Json(new JsonObject { ["success"] = true })
            : EmulatorResponse.Json(new JsonObject { ["success"] = false, ["error"] = "the render is not pending" }, StatusCodes.Status409Conflict);
    }

    private IResult Download(HttpContext http, string id) =>
        renders.Find(id, http.Grant().Token) is { } render && renders.ProgressOf(render).Status == RenderStatus.Completed
            ? CdnEndpoints.File(render.File!.Path)
            : Refusal.RenderNotFound;

    /// <summary>A render in the selected shape (protocol section 8).</summary>
    private JsonObject Describe(Render render, RenderProgress progress)
    {
        var isWrapped = options.RenderShape is RenderShape.Wrapped or RenderShape.Nested;
        var response = new JsonObject
        {
            [options.RenderTaskId ? "taskId" : "id"] = render.Id,
            ["status"] = progress.Status.ToString().ToLowerInvariant(),
            ["progress"] = progress.Percent,
        };
        if (progress.Status == RenderStatus.Failed)
        {
            response["error"] = render.Error;
        }

        if (isWrapped)
        {
            response["createdAt"] = render.CreatedAt.ToUnixTimeMilliseconds();
        }

        if (progress.Status == RenderStatus.Completed)
        {
            var output = isWrapped ? response : new JsonObject { ["duration"] = render.File!.Duration?.TotalSeconds, ["size"] = render.File.ByteCount };
            if (!options.NoOutputUrl)
            {
                output[isWrapped ? "outputUrl" : "url"] = cdn.OutputUrl(render.Key);
            }

            response[isWrapped ? "completedAt" : "output"] = isWrapped ? (render.CompletedAt ?? render.CreatedAt).ToUnixTimeMilliseconds() : output;
        }

        response = isWrapped ? new JsonObject { ["success"] = true, ["data"] = response } : response;
        return options.RenderShape is RenderShape.Envelope or RenderShape.Nested ? EmulatorResponse.Envelope(response) : response;
    }
}
