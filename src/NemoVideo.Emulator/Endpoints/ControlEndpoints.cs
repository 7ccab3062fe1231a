namespace NemoVideo.Emulator.Endpoints;

/// <summary>The control API of the emulator, for tests in another process. The service has nothing like it.</summary>
internal static class ControlEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var control = routes.MapGroup("/_emulator").WithMetadata(new EmulatorOnly());
        control.MapGet("/requests", (RequestLog log, long? after) => Json(
            log.Snapshot(after ?? 0).Select(static request => request.WithoutSecrets())));
        control.MapGet("/failures", (RequestLog log) => Json(log.Failures));
        control.MapGet("/sessions", (SessionStore sessions) => Json(sessions.Snapshot()));
        control.MapGet("/renders", (RenderQueue renders) => Json(renders.Snapshot()));
        control.MapDelete("/sessions/{sessionId}", RemoveSessionAsync);
        control.MapPost("/collect", Collect);
        control.MapPost("/faults", AddFaultsAsync);
        control.MapDelete("/faults", (FaultPlan plan) => Run(plan.Clear));
        control.MapPost("/release", (RequestLog log) => Run(log.Released.Raise));
        control.MapPost("/revoke", (TokenStore tokens) => Run(tokens.RevokeAll));
        control.MapPost("/credits", SetCreditsAsync);
    }

    private static IResult Json<T>(T value) =>
        Results.Text(JsonSerializer.Serialize(value, EmulatorJson.Options), "application/json");

    private static IResult Run(Action action)
    {
        action();
        return Results.NoContent();
    }

    /// <summary>Removes a session with all its data, and returns its last state. Long tests use it to free memory.</summary>
    private static async Task<IResult> RemoveSessionAsync(string sessionId, SessionStore sessions, RenderQueue renders) =>
        sessions.Remove(sessionId) is { } session
            ? Json(new { session, renders = await renders.RemoveOfSessionAsync(sessionId) })
            : Results.NotFound();

    /// <summary>Collects garbage and returns the memory in use, for tests that measure this process.</summary>
    private static IResult Collect()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return Results.Json(new { managedBytes = GC.GetTotalMemory(forceFullCollection: true) }, EmulatorJson.Options);
    }

    private static async Task<IResult> AddFaultsAsync(HttpContext http, FaultPlan plan)
    {
        using var reader = new StreamReader(http.Request.Body);
        var text = await reader.ReadToEndAsync(http.RequestAborted);
        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        try
        {
            // All lines are parsed before any is added, so that an error adds nothing.
            plan.Add([.. lines.Select(static line => FaultRule.Parse(line, isFromRequest: true))]);
            return Results.NoContent();
        }
        catch (FormatException problem)
        {
            return Rejection.BadRequest(problem.Message);
        }
    }

    private static async Task<IResult> SetCreditsAsync(HttpContext http, TokenStore tokens)
    {
        if ((await http.ReadJsonAsync())?.Property("available") is not { ValueKind: JsonValueKind.Number } available
            || !available.TryGetInt64(out var credits))
        {
            return Rejection.BadRequest("""the body must be {"available":<number>}""");
        }

        tokens.SetCredits(credits);
        return Results.NoContent();
    }
}
