using NemoVideo.Client.Protocol;

namespace NemoVideo.Client.Tests.Support;

/// <summary>Responses of a raw server for tests of edits, and counts of its requests.</summary>
internal static class EditServer
{
    public const string MessagePath = "/run_sse";
    public const string StatePath = "/api/state/nemo_agent/me/";
    public const string TextA = "data: {\"type\":\"text\",\"content\":\"a\"}\n\n";
    public const string CallA = "data: {\"type\":\"tool_call\",\"name\":\"t\",\"args\":{}}\n\n";

    /// <summary>The number of polls of the state.</summary>
    public static int PollCount(RawServer server) => server.Requests.Count(static request => request.Method == "GET");

    public static RawReply State(string fields) => RawReply.Json("""{"code":0,"data":{"session_id":"s","state":{""" + fields + "}}}");
}
