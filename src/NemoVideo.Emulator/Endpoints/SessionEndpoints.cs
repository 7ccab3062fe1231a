namespace NemoVideo.Emulator.Endpoints;

/// <summary>Sessions, their browser links and their state (protocol sections 4 and 7).</summary>
internal static class SessionEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/tasks/me/with-session/nemo_agent", CreateAsync);
        routes.MapPost("/api/auth/claim-token", ClaimAsync);
        routes.MapGet("/api/state/nemo_agent/me/{sessionId}/latest", LatestState);
    }

    private static async Task<IResult> CreateAsync(HttpContext http, SessionStore sessions)
    {
        if (await http.ReadJsonAsync() is not { } body || body.Text("task_name") is not { } name)
        {
            return Rejection.BadRequest("task_name is required");
        }

        var session = sessions.Create(http.Grant().UserId, name);
        return EmulatorResponse.Ok(new JsonObject
        {
            ["task_id"] = session.TaskId,
            ["session_id"] = session.SessionId,
            ["user_id"] = session.UserId,
        });
    }

    private static async Task<IResult> ClaimAsync(HttpContext http, SessionStore sessions)
    {
        if (await http.ReadJsonAsync() is not { } body
            || body.Text("task_id") is not { } taskId
            || body.Text("session_id") is not { } sessionId)
        {
            return Rejection.BadRequest("task_id and session_id are required");
        }

        return sessions.Find(sessionId, http.Grant().UserId)?.TaskId == taskId
            ? EmulatorResponse.Ok(new JsonObject
            {
                ["claim_token"] = sessions.CreateClaim(sessionId),
                ["expires_in"] = (long)SessionStore.ClaimLifetime.TotalSeconds,
            })
            : Rejection.SessionNotFound;
    }

    private static IResult LatestState(HttpContext http, string sessionId, SessionStore sessions, CdnAddress cdn)
    {
        if (sessions.Find(sessionId, http.Grant().UserId) is not { } session)
        {
            return Rejection.SessionNotFound;
        }

        var text = sessions.VisibleDraft(session);
        var draft = new Draft(text);
        return EmulatorResponse.Ok(new JsonObject
        {
            ["session_id"] = session.SessionId,
            ["task_id"] = session.TaskId,
            ["task_name"] = session.TaskName,
            ["user_id"] = session.UserId,
            ["state"] = new JsonObject
            {
                // Parsed from the stored text, so that every value is returned unchanged.
                ["draft"] = JsonNode.Parse(text),
                ["video_infos"] = new JsonArray([.. session.Uploads.Select(upload => UploadEndpoints.Describe(upload, sessionId, cdn))]),
                ["generated_media"] = new JsonArray([.. draft.Track(TrackType.Video)
                    .Where(segment => segment.Source == Edit.BuiltInSource)
                    .Select(segment => new JsonObject { ["name"] = segment.Name, ["duration"] = segment.Length.TotalSeconds })]),
                ["canvas_config"] = new JsonObject { ["width"] = draft.Width, ["height"] = draft.Height },
                ["video_analyses"] = new JsonArray(),
            },
        });
    }
}
