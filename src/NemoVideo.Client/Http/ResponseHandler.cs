namespace NemoVideo.Client.Http;

/// <summary>Reads replies, but not streams and files, so that the outer handlers detect a rejection in a 200 response.</summary>
internal sealed class ResponseHandler(int maxResponseBytes, Redaction redaction) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        if (request is not ApiRequest api)
        {
            return response;
        }

        try
        {
            api.Reply = IsStreamOrFile(api.Call, response) ? null : Reply.Read(
                api,
                response.StatusCode,
                await ResponseBody.ReadAsync(response, maxResponseBytes, cancellationToken).ConfigureAwait(false),
                redaction);
            return response;
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }

    /// <summary>Whether a response can be the requested stream or file. No video is a text.</summary>
    private static bool IsStreamOrFile(ApiCall call, HttpResponseMessage response) =>
        call.IsStreamed && response.IsSuccessStatusCode
        && response.Content.Headers.ContentType?.MediaType?.ToLowerInvariant() is var type
        && type?.EndsWith("json", StringComparison.Ordinal) != true && type?.EndsWith("html", StringComparison.Ordinal) != true
        && !(call.IsRedirectable && type?.StartsWith("text/", StringComparison.Ordinal) == true);
}
