using System.Text.Json;
using System.Text.Json.Nodes;
using NemoVideo.Emulator.Configuration;
using NemoVideo.Emulator.Faults;
using NemoVideo.Emulator.Protocol;
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
            return Refusal.ExportBlocked.ToResult();
        }

        if (await JsonBody.ReadAsync(http) is not { } body
            || body.Text("id") is not { } id
            || body.Text("sessionId") is not { } sessionId
            || !body.TryGetProperty("draft", out var draft)
            || !body.TryGetProperty("output", out var output)
            || output.Text("format") is null)
        {
            return Refusal.BadRequest("id, sessionId, draft and output.format are required").ToResult();
        }

        var grant = BearerFilter.GrantOf(http);
        if (sessions.Find(sessionId, grant.UserId) is null)
        {
            return Refusal.SessionNotFound.ToResult();
        }

        if (!IsReady(draft))
        {
            return Refusal.BadRequest("the draft has no segment").ToResult();
        }

        var job = new RenderJob
        {
            Id = id,
            Key = NewId.Prefixed("out_"),
            Token = grant.Token,
            SessionId = sessionId,
            Draft = draft.GetRawText(),
            Output = output.GetRawText(),
            CreatedAt = options.TimeProvider.GetUtcNow(),
            Error = http.Features.Get<FaultSpecification>() is { Kind: FaultKind.FailRender } fault ? fault.Argument : null,
        };
        return renders.TrySubmit(job)
            ? EmulatorResponse.Json(RenderResponse.Describe(job, new RenderProgress(RenderStatus.Pending, 0), options, cdn))
            : Refusal.RenderIdUsed.ToResult();
    }

    private IResult Status(HttpContext http, string id) =>
        renders.Find(id, BearerFilter.GrantOf(http).Token) is { } job
            ? EmulatorResponse.Json(RenderResponse.Describe(job, renders.ProgressOf(job), options, cdn))
            : Refusal.RenderNotFound.ToResult();

    // The service documents no state of its own for a cancelled render, nor what comes of cancelling one
    // that is done: the first is failed, with the error "cancelled"; the second is refused.
    private IResult Cancel(HttpContext http, string id)
    {
        if (renders.Find(id, BearerFilter.GrantOf(http).Token) is not { } job)
        {
            return Refusal.RenderNotFound.ToResult();
        }

        return renders.TryCancel(job)
            ? EmulatorResponse.Json(new JsonObject { ["success"] = true })
            : EmulatorResponse.Json(new JsonObject { ["success"] = false, ["error"] = "the render is not pending" }, StatusCodes.Status409Conflict);
    }

    private IResult Download(HttpContext http, string id) =>
        renders.Find(id, BearerFilter.GrantOf(http).Token) is { } job && renders.ProgressOf(job).Status == RenderStatus.Completed
            ? ServedFile.Of(job.File!.Path)
            : Refusal.RenderNotFound.ToResult();

    private static bool IsReady(JsonElement draft) =>
        draft.Property("t").Items().Any(track => track.Property("sg").Items().Any());
}
