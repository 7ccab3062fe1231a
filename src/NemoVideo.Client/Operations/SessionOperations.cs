using System.Text.Json;
using System.Text.Json.Nodes;
using NemoVideo.Client.Errors;
using NemoVideo.Client.Journal;
using NemoVideo.Client.Protocol;
using NemoVideo.Client.Timeline;
using NemoVideo.Client.Transport;

namespace NemoVideo.Client.Operations;

/// <summary>Makes sessions, and links that open them in a browser (protocol section 4).</summary>
/// <param name="transport">Sends the requests.</param>
/// <param name="states">Tells a session's task.</param>
/// <param name="journal">Is told of each session before it is asked for.</param>
/// <param name="webUrl">Where the links lead to.</param>
/// <param name="tokens">Receives the user that a session names.</param>
internal sealed class SessionOperations(
    ApiTransport transport, StateReader states, OperationJournal journal, Uri webUrl, TokenHolder tokens)
{
    public async Task<Session> CreateAsync(string name, string? language, CancellationToken cancellationToken)
    {
        var announced = new JsonObject { ["name"] = name, ["language"] = language };
        var operation = await journal.BeginAsync(JournalKind.Session, announced, cancellationToken).ConfigureAwait(false);
        await using var ending = operation.ConfigureAwait(false);
        try
        {
            var session = await RequestAsync(name, language, cancellationToken).ConfigureAwait(false);
            await operation.DoneAsync(new JsonObject { ["session"] = session.Id, ["task"] = session.TaskId }).ConfigureAwait(false);
            return session;
        }
        catch (NemoException failure)
        {
            await operation.FailedAsync(failure).ConfigureAwait(false);
            if (failure.Outcome == Outcome.Unknown)
            {
                throw failure.Restate($"{failure.Message} A session may have been made.", "Try again later: a session with nothing in it costs nothing.");
            }

            throw;
        }
    }

    public async Task<SessionLink> CreateLinkAsync(string sessionId, CancellationToken cancellationToken)
    {
        var state = await states.GetAsync(sessionId, cancellationToken).ConfigureAwait(false);
        var body = JsonSerializer.Serialize(new ClaimBody(state.TaskId ?? "", state.SessionId), WireContext.Relaxed.ClaimBody);
        var data = await RequestLinkAsync(ApiTransport.Json(body), cancellationToken).ConfigureAwait(false);
        return data.Id("claim_token") is { } token
            ? new SessionLink(
                new Uri(webUrl, "/workspace/claim?ct=" + Uri.EscapeDataString(token)),
                EndOf(data.Seconds("expires_in")))
            : throw new NemoException(NemoErrorKind.InvalidResponse, "The service's answer holds no link.", "Check that the API address is right.");
    }

    private async Task<JsonElement> RequestLinkAsync(HttpContent body, CancellationToken cancellationToken)
    {
        try
        {
            return await transport.SendAsync(
                RequestKind.Create, HttpMethod.Post, "api/auth/claim-token", body, cancellationToken).ConfigureAwait(false);
        }
        catch (NemoException lost) when (lost.Outcome == Outcome.Unknown)
        {
            throw lost.Restate(lost.Message, "Try again later: a link that nobody has been given does no harm.");
        }
    }

    /// <summary>Null where it is not told, or is beyond all time.</summary>
    private DateTimeOffset? EndOf(TimeSpan? lifetime) =>
        transport.Time.GetUtcNow() is var now && lifetime < DateTimeOffset.MaxValue - now ? now + lifetime : null;

    private async Task<Session> RequestAsync(string name, string? language, CancellationToken cancellationToken)
    {
        var body = JsonSerializer.Serialize(new SessionBody(name, language), WireContext.Relaxed.SessionBody);
        var data = await transport.SendAsync(
            RequestKind.Create, HttpMethod.Post, "api/tasks/me/with-session/nemo_agent", ApiTransport.Json(body), cancellationToken).ConfigureAwait(false);
        if (data.Id("session_id") is not { } id)
        {
            throw new NemoException(
                NemoErrorKind.InvalidResponse, "The service's answer names no session.", "Check that the API address is right.");
        }

        if (data.Id("user_id") is { } userId)
        {
            tokens.UserId = userId;
        }

        return new Session(id, data.Id("task_id"), data.Id("user_id"), name, language);
    }
}
