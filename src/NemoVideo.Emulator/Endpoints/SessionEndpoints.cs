using System.Text.Json.Nodes;
using NemoVideo.Emulator.Protocol;
using NemoVideo.Emulator.State;

namespace NemoVideo.Emulator.Endpoints;

/// <summary>Sessions and links to them (protocol section 4).</summary>
internal static class SessionEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/tasks/me/with-session/nemo_agent", CreateAsync);
        routes.MapPost("/api/auth/claim-token", ClaimAsync);
    }

    private static async Task<IResult> CreateAsync(HttpContext http, SessionStore sessions)
    {
        if (await JsonBody.ReadAsync(http) is not { } body || body.Text("task_name") is not { } name)
        {
            return Refusal.BadRequest("task_name is required").ToResult();
        }

        var session = sessions.Create(BearerFilter.GrantOf(http).UserId, name, body.Text("language"));
        return EmulatorResponse.Ok(new JsonObject
        {
            ["task_id"] = session.TaskId,
            ["session_id"] = session.SessionId,
            ["user_id"] = session.UserId,
        });
    }

    private static async Task<IResult> ClaimAsync(HttpContext http, SessionStore sessions, ClaimStore claims)
    {
        if (await JsonBody.ReadAsync(http) is not { } body
            || body.Text("task_id") is not { } taskId
            || body.Text("session_id") is not { } sessionId)
        {
            return Refusal.BadRequest("task_id and session_id are required").ToResult();
        }

        return sessions.Find(sessionId, BearerFilter.GrantOf(http).UserId)?.TaskId == taskId
            ? EmulatorResponse.Ok(new JsonObject { ["claim_token"] = claims.Create(sessionId).Token, ["expires_in"] = (long)ClaimStore.Lifetime.TotalSeconds })
            : Refusal.SessionNotFound.ToResult();
    }
}
