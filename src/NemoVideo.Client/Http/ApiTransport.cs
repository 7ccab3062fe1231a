using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using NemoVideo.Client.Json;

namespace NemoVideo.Client.Http;

/// <summary>Sends requests and reads answers: every call of the client goes through here.</summary>
internal sealed class ApiTransport(
    Func<HttpClient> http, ApiOrigin origin, ServiceFailure failures, NemoLimits limits, TimeProvider time, CancellationToken closed)
{
    public NemoLimits Limits => limits;

    public TimeProvider Time => time;

    /// <summary>Starts the clock of a call; closing the connection ends it as well.</summary>
    public CallClock StartClock(TimeSpan total, TimeSpan idle, CancellationToken cancellationToken) =>
        new(total, idle, time, cancellationToken, closed);

    /// <summary>Waits between two calls; closing the connection ends it as well.</summary>
    public async Task PauseAsync(TimeSpan delay, CancellationToken cancellationToken)
    {
        using var clock = StartClock(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan, cancellationToken);
        try
        {
            await Pause.ForAsync(delay, time, clock.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException exception)
        {
            throw clock.Explain(exception);
        }
    }

    /// <summary>Asks a plain question within the request deadline.</summary>
    /// <returns>The answer's <c>data</c>, or the whole answer where it has none.</returns>
    public async Task<JsonElement> SendAsync(
        CallKind kind, HttpMethod method, string path, HttpContent? content, CancellationToken cancellationToken)
    {
        using var request = new ApiRequest(kind, method, origin.Resolve(path));
        request.Content = content ?? request.Content;
        using var clock = StartClock(limits.RequestTimeout, Timeout.InfiniteTimeSpan, cancellationToken);
        return await SendAsync(request, clock).ConfigureAwait(false);
    }

    /// <summary>Sends a prepared request under the caller's own clock.</summary>
    public async Task<JsonElement> SendAsync(ApiRequest request, CallClock clock)
    {
        try
        {
            using var response = await http().SendAsync(request, HttpCompletionOption.ResponseHeadersRead, clock.Token).ConfigureAwait(false);
            var text = await ReadTextAsync(response).ConfigureAwait(false);
            return ReadAnswer(response.StatusCode, text);
        }
        catch (Exception exception) when (IsTransport(exception))
        {
            throw Translate(exception, clock, origin.Address);
        }
    }

    /// <summary>
    /// Opens a body to be read as it comes: an event stream or a file. The caller disposes the response. An answer that is a
    /// failure, or JSON where a stream was asked for, is thrown as such.
    /// </summary>
    public async Task<HttpResponseMessage> OpenAsync(ApiRequest request, CallClock clock)
    {
        HttpResponseMessage? response = null;
        try
        {
            response = await http().SendAsync(request, HttpCompletionOption.ResponseHeadersRead, clock.Token).ConfigureAwait(false);
            if (!AnswerHandler.IsAnswer(request, response) || (int)response.StatusCode is >= 300 and < 400)
            {
                return response;
            }

            var text = await ReadTextAsync(response).ConfigureAwait(false);
            _ = ReadAnswer(response.StatusCode, text);
            throw new NemoException(
                NemoErrorKind.InvalidAnswer,
                "The service answered with a plain JSON document where a stream or a file was expected.",
                "Check that the API address is right.")
            { StatusCode = response.StatusCode, RawAnswer = failures.Excerpt(text) };
        }
        catch (Exception exception) when (IsTransport(exception))
        {
            response?.Dispose();
            throw Translate(exception, clock, request.RequestUri!);
        }
        catch
        {
            response?.Dispose();
            throw;
        }
    }

    /// <summary>Turns a broken read or an expired clock into the exception that callers know.</summary>
    public static Exception Translate(Exception exception, CallClock clock, Uri address) =>
        clock.Token.IsCancellationRequested ? clock.Explain(exception)
        : exception is OperationCanceledException && !ConnectionFailure.IsOne(exception) ? exception
        : ConnectionFailure.ToException(exception, address);

    public static bool IsTransport(Exception exception) =>
        exception is OperationCanceledException or ObjectDisposedException || ConnectionFailure.IsOne(exception);

    public static HttpContent Json(string json)
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(json));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return content;
    }

    private JsonElement ReadAnswer(HttpStatusCode status, string text)
    {
        JsonElement? answer = null;
        try
        {
            using var document = JsonDocument.Parse(text.TrimStart('\uFEFF'));
            answer = document.RootElement.Clone();
        }
        catch (JsonException) when ((int)status is < 200 or > 299)
        {
            // A failure may come as HTML or plain text: the status tells enough.
        }
        catch (JsonException exception)
        {
            throw new NemoException(
                NemoErrorKind.InvalidAnswer,
                "The service's answer is not the JSON that the protocol documents.",
                "Check that the API address is right.",
                exception)
            { StatusCode = status, RawAnswer = failures.Excerpt(text) };
        }

        if (failures.Find(status, answer, text) is { } failure)
        {
            throw failure;
        }

        return answer!.Value.Field("data") ?? answer.Value;
    }

    /// <summary>The text of an answer, which <see cref="AnswerHandler"/> has already read whole and within its limit.</summary>
    private static async Task<string> ReadTextAsync(HttpResponseMessage response) =>
        Encoding.UTF8.GetString(await response.Content.ReadAsByteArrayAsync().ConfigureAwait(false));
}
