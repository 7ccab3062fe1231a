using System.Net;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Text.Json;
using NemoVideo.Client.Errors;
using NemoVideo.Client.Protocol;
using NemoVideo.Client.Transport;

namespace NemoVideo.Client.Streaming;

/// <summary>Sends a message: <c>POST /run_sse</c> (protocol section 5). It is charged, so it goes out once.</summary>
internal sealed class MessageSender(ApiTransport transport, ApiOrigin origin)
{
    /// <summary>Nothing is sent before the sequence is enumerated; ending the enumeration ends the request.</summary>
    /// <param name="sessionId">The session.</param>
    /// <param name="message">The message.</param>
    /// <param name="timeout">How long the stream may last; null: as the limits say.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public async IAsyncEnumerable<AgentEvent> SendAsync(
        string sessionId, string message, TimeSpan? timeout, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var request = new ApiRequest(RequestKind.Charged, HttpMethod.Post, origin.Resolve("run_sse"))
        {
            IsStreamed = true,
            IsOfSession = true,
            Content = ApiTransport.Json(JsonSerializer.Serialize(MessageBody.For(sessionId, message), WireContext.Relaxed.MessageBody)),
        };
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/event-stream"));
        using var timeouts = transport.StartTimeouts(
            timeout ?? transport.Limits.StreamTimeout, transport.Limits.StreamIdleTimeout, cancellationToken);
        using var response = await OpenAsync(request, sessionId, timeouts).ConfigureAwait(false);
        using var body = await ResponseBody.OpenAsync(response, timeouts.Token).ConfigureAwait(false);
        var events = EventStreamReader.ReadAsync(body, transport.Limits, timeouts, transport.Redaction, cancellationToken)
            .GetAsyncEnumerator(cancellationToken);
        try
        {
            while (await NextAsync(events, timeouts).ConfigureAwait(false))
            {
                timeouts.Suspend();
                yield return Clean(request, events.Current);
                timeouts.Resume();
            }
        }
        finally
        {
            await events.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <summary>
    /// A failure without secrets, and all that is shown without what a terminal would obey. The token is not in an event as it was
    /// decoded, but in a text it can have come in pieces.
    /// </summary>
    private AgentEvent Clean(ApiRequest request, AgentEvent told) => told switch
    {
        ErrorEvent error => error with
        {
            Message = ControlCharacters.OneLine(transport.Errors.Excerpt(error.Message)),
            Exception = transport.Errors.FromErrorEvent(request, error.Code, error.Message),
        },
        TextEvent text => text with { Text = ControlCharacters.Remove(transport.Redaction.OfToken(text.Text)) },
        UnknownEvent unknown => unknown with { Raw = ControlCharacters.Remove(unknown.Raw) },
        _ => told,
    };

    private async Task<HttpResponseMessage> OpenAsync(ApiRequest request, string sessionId, RequestTimeouts timeouts)
    {
        try
        {
            return await transport.OpenAsync(request, timeouts).ConfigureAwait(false);
        }
        catch (NemoException failure) when (failure.IsServerError || failure is { Kind: NemoErrorKind.InvalidResponse, StatusCode: HttpStatusCode.OK })
        {
            // No refusal, such as a gateway that lost patience or put a page in place of the stream: "try again" would be the wrong advice.
            throw failure.Restate(
                failure.Message,
                "The message may have taken effect. Check the session before you send it again, because it would be charged again.",
                action: NemoAction.ReadState,
                target: sessionId);
        }
    }

    private async Task<bool> NextAsync(IAsyncEnumerator<AgentEvent> events, RequestTimeouts timeouts)
    {
        try
        {
            return await events.MoveNextAsync().ConfigureAwait(false);
        }
        catch (Exception exception) when (ApiTransport.IsTransport(exception))
        {
            throw transport.Translate(exception, timeouts, origin.Address, RequestKind.Charged);
        }
    }
}
