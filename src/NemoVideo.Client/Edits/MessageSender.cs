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

/// <summary>Sends a message once: <c>POST /run_sse</c> (protocol section 5). It is charged, so no handler repeats it.</summary>
internal sealed class MessageSender(ApiTransport transport, ApiOrigin origin)
{
    /// <summary>Sends the message. Default timeout: the connection's. A repeated message doesn't start another rate limit pause.</summary>
    /// <exception cref="NemoException">The message was rejected, or its outcome is unknown.</exception>
    public async Task<MessageStream> OpenAsync(
        string sessionId, string message, TimeSpan? timeout, bool isRepeated, CancellationToken cancellationToken)
    {
        MessageText.Check(message);
        var request = new ApiRequest(ApiCalls.SendMessage, origin.Resolve(ApiCalls.SendMessage.Path))
        {
            HasWaited = isRepeated,
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
        var timeouts = transport.StartTimeouts(
            timeout ?? transport.Limits.StreamTimeout, transport.Limits.StreamIdleTimeout, cancellationToken);
        HttpResponseMessage? response = null;
        try
        {
            response = await transport.OpenAsync(request, timeouts).ConfigureAwait(false);
            var body = await ResponseBody.OpenAsync(response, timeouts.Token).ConfigureAwait(false);
            return new MessageStream(transport, request, response, body, timeouts);
        }
        catch
        {
            response?.Dispose();
            request.Dispose();
            timeouts.Dispose();
            throw;
        }
    }
}

/// <summary>The stream of an accepted message. Disposing it ends the request.</summary>
internal sealed class MessageStream(
    ApiTransport transport, ApiRequest request, HttpResponseMessage response, Stream body, RequestTimeouts timeouts) : IDisposable
{
    public void Dispose()
    {
        body.Dispose();
        response.Dispose();
        request.Dispose();
        timeouts.Dispose();
    }

    /// <summary>
    /// Returns the events. The timeouts don't include the caller's time. After a failure, the last event is an
    /// <see cref="InterruptedEvent"/>.
    /// </summary>
    public async IAsyncEnumerable<AgentEvent> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var current in EventStreamReader.ReadAsync(
            body, transport.Limits, timeouts, transport.Redaction, Interrupted, cancellationToken).ConfigureAwait(false))
        {
            timeouts.Suspend();
            IReadOnlyList<AgentEvent>? questions = current is ToolCallEvent call ? Questions.In(call) : null;
            foreach (var one in questions ?? [Sanitize(current)])
            {
                yield return one;
            }

            timeouts.Resume();
        }
    }

    private InterruptedEvent Interrupted(Exception exception)
    {
        var known = ApiTransport.IsTransport(exception)
            ? transport.Translate(exception, timeouts, request.RequestUri!, RequestKind.Charged)
            : exception;
        return known is NemoException lost ? new InterruptedEvent(lost) : throw known;
    }

    /// <summary>Redacts secrets in errors and the token in texts, and removes control characters from displayed texts.</summary>
    /// <remarks>The pieces of a text can contain parts of a secret. In all other texts, the decoder has already removed it.</remarks>
    private AgentEvent Sanitize(AgentEvent current) => current switch
    {
        ErrorEvent error => Sanitize(error),
        TextEvent text => text with { Text = ControlCharacters.Remove(transport.Redaction.Redact(text.Text)) },
        UnknownEvent unknown => unknown with { Raw = ControlCharacters.Remove(unknown.Raw) },
        _ => current,
    };

    private ErrorEvent Sanitize(ErrorEvent error) => error with
    {
        Code = UrlText.HideOrNull(error.Code),
        Message = UrlText.Hide(ControlCharacters.OneLine(transport.Redaction.Redact(ServiceErrorFactory.Excerpt(error.Message)))),
        Exception = transport.Errors.FromErrorEvent(request, error.Code, error.Message),
    };
}
