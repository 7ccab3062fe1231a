using NemoVideo.Client.Http;
using NemoVideo.Client.Timeline;

namespace NemoVideo.Client.Sessions;

/// <summary>Creates sessions and links that open them in a browser (protocol section 4).</summary>
internal sealed class SessionOperations(
    ApiTransport transport, StateReader states, Uri webUrl, TokenHolder tokens, string defaultLanguage)
{
    public async Task<Session> CreateAsync(string name, string? requested, CancellationToken cancellationToken)
    {
        var language = string.IsNullOrEmpty(requested) ? defaultLanguage : requested!;
        try
        {
            return await RequestAsync(name, language, cancellationToken).ConfigureAwait(false);
        }
        catch (NemoException lost) when (lost.IsLost)
        {
            throw lost.Restate(
                $"{lost.Message} A session may have been created.", "Try again later. You aren't charged for empty sessions.");
        }
    }

    public async Task<SessionLink> CreateLinkAsync(string sessionId, CancellationToken cancellationToken)
    {
        var state = await states.GetAsync(sessionId, cancellationToken).ConfigureAwait(false);
        var body = new JsonObject { ["task_id"] = state.TaskId ?? "", ["session_id"] = state.SessionId };
        JsonElement response;
        try
        {
            response = await PostAsync(ApiCalls.CreateLink, body, cancellationToken).ConfigureAwait(false);
        }
        catch (NemoException lost) when (lost.IsLost)
        {
            throw lost.Restate(lost.Message, "Try again later. If a link was created, it has no effect until someone opens it.");
        }

        var data = response.Content();
        return data.Id("claim_token") is { } token
            ? new SessionLink(new Uri(webUrl, "/workspace/claim?ct=" + Uri.EscapeDataString(token)), ExpiryOf(data.Seconds("expires_in")))
            : throw Invalid("The service's response doesn't contain a link.");
    }

    private Task<JsonElement> PostAsync(ApiCall call, JsonObject body, CancellationToken cancellationToken) =>
        transport.SendAsync(call, id: null, ApiTransport.Json(body), cancellationToken);

    /// <summary>Returns null if the lifetime is unknown or the sum overflows.</summary>
    private DateTimeOffset? ExpiryOf(TimeSpan? lifetime) =>
        transport.Time.GetUtcNow() is var now && lifetime < DateTimeOffset.MaxValue - now ? now + lifetime : null;

    private async Task<Session> RequestAsync(string name, string language, CancellationToken cancellationToken)
    {
        var body = new JsonObject { ["task_name"] = name, ["language"] = language };
        var response = await PostAsync(ApiCalls.CreateSession, body, cancellationToken).ConfigureAwait(false);
        var data = response.Content();
        var id = data.Id("session_id") ?? throw Invalid("The service's response doesn't contain a session ID.");
        tokens.UserId = data.Id("user_id") ?? tokens.UserId;
        return new Session(id, data.Id("task_id"), name, language);
    }

    private static NemoException Invalid(string message) =>
        new(NemoErrorKind.InvalidResponse, message, "Check that the API URL is correct.") { Outcome = Outcome.Unknown };
}
