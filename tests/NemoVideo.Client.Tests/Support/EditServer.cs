using NemoVideo.Client.Edits;
using NemoVideo.Client.Errors;
using NemoVideo.Client.Http;

namespace NemoVideo.Client.Tests.Support;

/// <summary>Responses of a raw server for tests of edits, and counts of its requests.</summary>
internal static class EditServer
{
    public const string MessagePath = "/run_sse";
    public const string StatePath = "/api/state/nemo_agent/me/";
    public const string TextA = "data: {\"type\":\"text\",\"content\":\"a\"}\n\n";
    public const string CallA = "data: {\"type\":\"tool_call\",\"name\":\"t\",\"args\":{}}\n\n";

    /// <summary>The draft of a state with a title.</summary>
    public const string TitleDraft = "\"draft\":{\"t\":[{\"tt\":7,\"sg\":[{\"d\":3000,\"m\":{\"title\":\"Hi\"}}]}]}";

    /// <summary>A response without a state, as of a backend that is being restarted.</summary>
    public static RawReply NoState { get; } = RawReply.Json("""{"code":0,"data":{"state":null}}""");

    /// <summary>Sends a message to a service with this response to it, and with a response to each read of the state, from 0.</summary>
    public static async Task<EditResult> EditAsync(RawReply message, Func<int, RawReply> stateOf)
    {
        var reads = 0;
        await using var server = RawServer.Start(request => request.Path == MessagePath ? message : stateOf(reads++));
        return Assert.IsType<EditResult>((await EditAsync(server))[^1]);
    }

    /// <summary>Sends a message, and returns all events.</summary>
    public static async Task<List<AgentEvent>> EditAsync(RawServer server)
    {
        using var client = await server.ConnectAsync();
        return await client.EditAsync("s", "m", cancellationToken: TestService.Ending).ToListAsync();
    }

    /// <summary>Sends a message, and returns its error.</summary>
    public static async Task<NemoException> FailAsync(RawServer server)
    {
        using var client = await server.ConnectAsync();
        return await Assert.ThrowsAsync<NemoException>(() => client.SendAsync("s", "m", TestService.Ending).ToListAsync());
    }

    /// <summary>The number of polls of the state.</summary>
    public static int PollCount(RawServer server) => server.Requests.Count(static request => request.Method == "GET");

    public static RawReply State(string fields) => RawReply.Json("""{"code":0,"data":{"session_id":"s","state":{""" + fields + "}}}");
}
