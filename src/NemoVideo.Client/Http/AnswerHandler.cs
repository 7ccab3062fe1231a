namespace NemoVideo.Client.Http;

/// <summary>
/// Reads answers whole (bounded) and puts them on the request, so that the handlers above see a refusal whether it came as
/// an HTTP status or as a code in a 200. Event streams and files pass untouched.
/// </summary>
internal sealed class AnswerHandler(int maxAnswerBytes) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        if (request is not ApiRequest api)
        {
            return response;
        }

        api.Answer = null;
        if (!IsAnswer(api, response))
        {
            return response;
        }

        try
        {
            api.Answer = new Answer(await BoundedBody.ReadAsync(response.Content, maxAnswerBytes, cancellationToken).ConfigureAwait(false));
            return response;
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Whether a response is to be read whole: any to a plain question, whatever type it says it has, and of the others those
    /// that cannot be what was asked for: a failure, JSON, or a page that something on the way put in its place.
    /// </summary>
    private static bool IsAnswer(ApiRequest request, HttpResponseMessage response)
    {
        var type = response.Content.Headers.ContentType?.MediaType;
        return !request.IsStreamed
            || !response.IsSuccessStatusCode
            || type?.EndsWith("json", StringComparison.OrdinalIgnoreCase) == true
            || type?.EndsWith("html", StringComparison.OrdinalIgnoreCase) == true;
    }
}
