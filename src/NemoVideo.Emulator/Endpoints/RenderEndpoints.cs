namespace NemoVideo.Emulator.Endpoints;

/// <summary>Exports (protocol section 8).</summary>
internal static class RenderEndpoints
{
    private const string Lambda = "/api/render/proxy/lambda";

    private static readonly string[] Attribution = ["X-Skill-Source", "X-Skill-Version", "X-Skill-Platform"];

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost(Lambda, SubmitAsync);
        routes.MapGet(Lambda + "/{id}", Status);
        routes.MapPost(Lambda + "/{id}/cancel", Cancel);
        routes.MapGet("/api/render/proxy/{id}/download", Download);
    }

    private static async Task<IResult> SubmitAsync(
        HttpContext http, RenderQueue renders, SessionStore sessions, CdnAddress cdn, EmulatorOptions options)
    {
        if (Attribution.Any(name => http.Request.Headers[name].ToString().Length == 0))
        {
            return Rejection.ExportBlocked;
        }

        if (await http.ReadJsonAsync() is not { } body
            || body.Text("id") is not { } id
            || body.Text("sessionId") is not { } sessionId
            || !body.TryGetProperty("draft", out var draft)
            || !body.TryGetProperty("output", out var output)
            || output.Text("format") is null)
        {
            return Rejection.BadRequest("id, sessionId, draft and output.format are required");
        }

        var grant = http.Grant();
        if (sessions.Find(sessionId, grant.UserId) is null)
        {
            return Rejection.SessionNotFound;
        }

        if (!draft.Property("t").Items().Any(track => track.Property("sg").Items().Any()))
        {
            return Rejection.BadRequest("the draft has no segment");
        }

        var error = http.Features.Get<FaultRule>() is { Kind: FaultKind.FailRender } fault ? fault.Argument : null;
        var now = options.TimeProvider.GetUtcNow();
        var render = new Render(
            id, NewId.Prefixed("out_"), grant.Token, sessionId, draft.GetRawText(), output.GetRawText(), now, Error: error);
        return renders.TrySubmit(render) ? Describe(render, (RenderStatus.Pending, 0), cdn, options) : Rejection.RenderIdUsed;
    }

    private static IResult Status(HttpContext http, string id, RenderQueue renders, CdnAddress cdn, EmulatorOptions options) =>
        renders.Find(id, http.Grant().Token) is { } render
            ? Describe(render, renders.ProgressOf(render), cdn, options)
            : Rejection.RenderNotFound;

    // The service's documentation doesn't define these cases. In the emulator, a canceled render has failed with the error "cancelled",
    // and a finished render can't be canceled.
    private static IResult Cancel(HttpContext http, string id, RenderQueue renders)
    {
        if (renders.Find(id, http.Grant().Token) is not { } render)
        {
            return Rejection.RenderNotFound;
        }

        return renders.TryCancel(render)
            ? EmulatorResponse.Json(new JsonObject { ["success"] = true })
            : EmulatorResponse.Json(
                new JsonObject { ["success"] = false, ["error"] = "the render is not pending" }, StatusCodes.Status409Conflict);
    }

    private static IResult Download(HttpContext http, string id, RenderQueue renders) =>
        renders.Find(id, http.Grant().Token) is { } render && renders.ProgressOf(render).Status == RenderStatus.Completed
            ? CdnEndpoints.File(render.File!.Path)
            : Rejection.RenderNotFound;

    /// <summary>A render in the selected shape (protocol section 8).</summary>
    private static IResult Describe(Render render, (RenderStatus Status, int Percent) progress, CdnAddress cdn, EmulatorOptions options)
    {
        var response = new JsonObject
        {
            ["id"] = render.Id,
            ["status"] = progress.Status.ToString().ToLowerInvariant(),
            ["progress"] = progress.Percent,
        };
        if (progress.Status == RenderStatus.Failed)
        {
            response["error"] = render.Error;
        }

        var isCompleted = progress.Status == RenderStatus.Completed;
        var url = isCompleted && !options.NoOutputUrl ? cdn.OutputUrl(render.Key) : null;
        if (options.RenderShape is RenderShape.Wrapped or RenderShape.Nested)
        {
            response["createdAt"] = render.CreatedAt.ToUnixTimeMilliseconds();
            response.AddUnlessNull("outputUrl", url);
            response.AddUnlessNull("completedAt", isCompleted ? (render.CompletedAt ?? render.CreatedAt).ToUnixTimeMilliseconds() : null);
            response = new JsonObject { ["success"] = true, ["data"] = response };
        }
        else if (isCompleted)
        {
            var output = new JsonObject { ["duration"] = render.File!.Duration?.TotalSeconds, ["size"] = render.File.ByteCount };
            output.AddUnlessNull("url", url);
            response["output"] = output;
        }

        return EmulatorResponse.Json(
            options.RenderShape is RenderShape.Envelope or RenderShape.Nested ? EmulatorResponse.Envelope(response) : response);
    }
}
