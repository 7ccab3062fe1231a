using System.Text.Json.Nodes;
using NemoVideo.Emulator.Configuration;
using NemoVideo.Emulator.Editing;
using NemoVideo.Emulator.Protocol;
using NemoVideo.Emulator.State;

namespace NemoVideo.Emulator.Endpoints;

/// <summary>The state of a session (protocol section 7).</summary>
internal static class StateEndpoints
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/state/nemo_agent/me/{sessionId}/latest", Latest);

    private static IResult Latest(HttpContext http, string sessionId, SessionStore sessions, CdnAddress cdn)
    {
        if (sessions.Find(sessionId, BearerFilter.GrantOf(http).UserId) is not { } session)
        {
            return Refusal.SessionNotFound.ToResult();
        }

        var shown = sessions.DraftShown(session);
        var draft = Draft.Parse(shown);
        return EmulatorResponse.Ok(new JsonObject
        {
            ["session_id"] = session.SessionId,
            ["task_id"] = session.TaskId,
            ["task_name"] = session.TaskName,
            ["user_id"] = session.UserId,
            ["state"] = new JsonObject
            {
                // Read as it is stored: what must come back as it came is not touched on the way out either.
                ["draft"] = JsonNode.Parse(shown),
                ["video_infos"] = new JsonArray([.. session.Uploads.Select(upload => UploadResponse.Describe(upload, sessionId, cdn))]),
                ["generated_media"] = Generated(draft),
                ["canvas_config"] = new JsonObject { ["width"] = draft.Width, ["height"] = draft.Height },
                ["video_analyses"] = new JsonArray(),
            },
        });
    }

    private static JsonArray Generated(Draft draft) =>
        new([.. draft.Track(TrackType.Video)
            .Where(segment => segment.Source == GenerateEdit.BuiltInSource)
            .Select(segment => new JsonObject { ["name"] = segment.Name, ["duration"] = segment.Length.TotalSeconds })]);
}
