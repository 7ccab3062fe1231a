using System.Runtime.CompilerServices;
using NemoVideo.Client.Http;

namespace NemoVideo.Client.Edits;

/// <summary>Validates messages.</summary>
internal static class MessageText
{
    /// <summary>Rejects a message without visible characters, because the service would charge it.</summary>
    public static void Check(string message)
    {
        if (message is null || message.All(static one => char.IsWhiteSpace(one) || char.IsControl(one) || IsFormat(one)))
        {
            throw new NemoException(NemoErrorKind.InvalidArgument, "The message is empty.", "Specify a message that describes the edit.");
        }
    }

    private static bool IsFormat(char one) => CharUnicodeInfo.GetUnicodeCategory(one) == UnicodeCategory.Format;
}

/// <summary>
/// Sends a message: <c>POST /run_sse</c> (protocol section 5). It is charged, so it is sent again only after an explicit rejection.
/// </summary>
internal sealed class MessageSender(ApiTransport transport, ApiOrigin origin)
{
    /// <summary>
    /// Sends the message when enumerated. Ending the enumeration ends the request. Default timeout: the connection's. After a failure that
    /// leaves the outcome unknown, the last event is an <see cref="InterruptedEvent"/>.
    /// </summary>
    /// <remarks>For <paramref name="sending"/> and <paramref name="rejected"/>, see <see cref="ApiRequest"/>.</remarks>
    public async IAsyncEnumerable<AgentEvent> SendAsync(
        string sessionId, string message, TimeSpan? timeout, IProgress<EditPhase>? progress, Func<bool, Task>? sending, Action? rejected,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        MessageText.Check(message);
        using var request = new ApiRequest(ApiCalls.SendMessage, origin.Resolve(ApiCalls.SendMessage.Path))
        {
            Sending = sending,
            Rejected = rejected,
            Content = ApiTransport.Json(new JsonObject
            {
                ["app_name"] = "nemo_agent",
                ["user_id"] = "me",
                ["session_id"] = sessionId,

                // Older servers ignore a message without a role.
                ["new_message"] = new JsonObject { ["role"] = "user", ["parts"] = new JsonArray(new JsonObject { ["text"] = message }) },
            }),
        };
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/event-stream"));
        using var timeouts = transport.StartTimeouts(
            timeout ?? transport.Limits.StreamTimeout, transport.Limits.StreamIdleTimeout, cancellationToken);
        HttpResponseMessage? opened = null;
        NemoException? failure = null;
        try
        {
            opened = await transport.OpenAsync(request, timeouts).ConfigureAwait(false);
        }
        catch (NemoException lost) when (lost.Outcome == Outcome.Unknown)
        {
            failure = lost.Restate(
                lost.Message,
                "Check the session before you send the message again. The service may have processed the message and charged for it.",
                action: NemoAction.ReadState,
                target: sessionId);
        }

        if (failure is not null)
        {
            yield return new InterruptedEvent(failure);
            yield break;
        }

        using var response = opened!;
        progress?.Report(EditPhase.Streaming);
        using var body = await ResponseBody.OpenAsync(response, timeouts.Token).ConfigureAwait(false);
        await foreach (var current in EventStreamReader.ReadAsync(
            body, transport.Limits, timeouts, transport.Redaction, Interrupted, cancellationToken).ConfigureAwait(false))
        {
            timeouts.Suspend();
            IReadOnlyList<AgentEvent>? questions = current is ToolCallEvent call ? Questions.In(call) : null;
            foreach (var one in questions ?? [Sanitize(request, current)])
            {
                yield return one;
            }

            timeouts.Resume();
        }

        InterruptedEvent Interrupted(Exception exception)
        {
            var known = ApiTransport.IsTransport(exception)
                ? transport.Translate(exception, timeouts, origin.Address, RequestKind.Charged)
                : exception;
            return known is NemoException lost ? new InterruptedEvent(lost) : throw known;
        }
    }

    /// <summary>Redacts secrets in errors and the token in texts, and removes control characters from displayed texts.</summary>
    /// <remarks>The pieces of a text can contain parts of a secret. In all other texts, the decoder has already removed it.</remarks>
    private AgentEvent Sanitize(ApiRequest request, AgentEvent current) => current switch
    {
        ErrorEvent error => Sanitize(request, error),
        TextEvent text => text with { Text = ControlCharacters.Remove(transport.Redaction.Redact(text.Text)) },
        UnknownEvent unknown => unknown with { Raw = ControlCharacters.Remove(unknown.Raw) },
        _ => current,
    };

    private ErrorEvent Sanitize(ApiRequest request, ErrorEvent error) => error with
    {
        Code = UrlText.HideOrNull(error.Code),
        Message = UrlText.Hide(ControlCharacters.OneLine(transport.Redaction.Redact(ServiceErrorFactory.Excerpt(error.Message)))),
        Exception = transport.Errors.FromErrorEvent(request, error.Code, error.Message),
    };
}
