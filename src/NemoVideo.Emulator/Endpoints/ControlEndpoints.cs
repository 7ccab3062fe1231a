using System.Text.Json;
using NemoVideo.Emulator.Faults;
using NemoVideo.Emulator.Protocol;
using NemoVideo.Emulator.Recording;
using NemoVideo.Emulator.Rendering;
using NemoVideo.Emulator.State;

namespace NemoVideo.Emulator.Endpoints;

/// <summary>What the service does not have: the handles of the emulator itself, for tests that run in another process.</summary>
internal static class ControlEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var control = routes.MapGroup("/_emulator");
        control.MapGet("/requests", (RequestLog log, long? after) => Results.Json(log.Snapshot(after ?? 0), EmulatorJson.Options));
        control.MapGet("/failures", (RequestLog log) => Results.Json(log.Failures, EmulatorJson.Options));
        control.MapGet("/sessions", (SessionStore sessions) => Results.Json(sessions.Snapshot(), EmulatorJson.Options));
        control.MapGet("/renders", (RenderQueue renders) => Results.Json(renders.Snapshot(), EmulatorJson.Options));
        control.MapDelete("/sessions/{sessionId}", ForgetSessionAsync);
        control.MapPost("/collect", Collect);
        control.MapPost("/faults", AddFaultsAsync);
        control.MapDelete("/faults", (FaultPlan plan) =>
        {
            plan.Clear();
            return Results.NoContent();
        });
        control.MapPost("/release", (HoldGate holds) =>
        {
            holds.Release();
            return Results.NoContent();
        });
        control.MapPost("/revoke", (TokenStore tokens) =>
        {
            tokens.RevokeAll();
            return Results.NoContent();
        });
        control.MapPost("/credits", SetCreditsAsync);
    }

    /// <summary>Forgets a session with all that belongs to it, and tells what that was: so a long run needs no more room than a short one.</summary>
    private static async Task<IResult> ForgetSessionAsync(string sessionId, SessionStore sessions, RenderQueue renders) =>
        sessions.Remove(sessionId) is { } session
            ? Results.Json(new { session, renders = await renders.RemoveOfAsync(sessionId) }, EmulatorJson.Options)
            : Results.NotFound();

    /// <summary>Frees what is not used any more and tells how much is, for whoever measures this process from outside.</summary>
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
            // All or none: a plan with a slip in its last line must not be half in force.
            var faults = lines.Select(FaultSpecification.Parse).ToList();
            faults.ForEach(fault => plan.Add(fault.Text));
            return Results.NoContent();
        }
        catch (FormatException problem)
        {
            return Refusal.BadRequest(problem.Message).ToResult();
        }
    }

    private static async Task<IResult> SetCreditsAsync(HttpContext http, TokenStore tokens)
    {
        if (await JsonBody.ReadAsync(http) is not { } body
            || !body.TryGetProperty("available", out var available)
            || available.ValueKind != JsonValueKind.Number
            || !available.TryGetInt64(out var credits))
        {
            return Refusal.BadRequest("""the body is {"available":<number>}""").ToResult();
        }

        tokens.SetCredits(credits);
        return Results.NoContent();
    }
}
