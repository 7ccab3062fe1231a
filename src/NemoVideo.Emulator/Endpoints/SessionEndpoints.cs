using System.Text.Json.Nodes;
using NemoVideo.Emulator.State;

namespace NemoVideo.Emulator.Endpoints;

/// <summary>Sessions and links to them (protocol section 4).</summary>
internal static class SessionEndpoints
{
    private const int ClaimLifetimeSec = 7 * 24 * 60 * 60;

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
        return Answer.Ok(new JsonObject
        {
            ["task_id"] = session.TaskId,
            ["session_id"] = session.SessionId,
            ["user_id"] = session.UserId,
        });
    }

    private static async Task<IResult> ClaimAsync(HttpContext http, SessionStore sessions)
    {
        if (await JsonBody.ReadAsync(http) is not { } body
            || body.Text("task_id") is not { } taskId
            || body.Text("session_id") is not { } sessionId)
        {
            return Refusal.BadRequest("task_id and session_id are required").ToResult();
        }

        // Nothing is kept of the link: it can call nothing, and there is no browser page to open it in.
        return sessions.Find(sessionId, BearerFilter.GrantOf(http).UserId)?.TaskId == taskId
            ? Answer.Ok(new JsonObject { ["claim_token"] = NewId.Prefixed("clm_"), ["expires_in"] = ClaimLifetimeSec })
            : Refusal.SessionNotFound.ToResult();
    }
}
