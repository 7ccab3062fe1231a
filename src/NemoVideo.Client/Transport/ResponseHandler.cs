using System.Net;

namespace NemoVideo.Client.Transport;

/// <summary>
/// Reads answers whole (bounded) and puts them on the request, so that the handlers above see a refusal whether it came as
/// an HTTP status or as a code in a 200. Event streams and files pass untouched.
/// </summary>
internal sealed class ResponseHandler(int maxResponseBytes, Redaction redaction) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        if (request is not ApiRequest api)
        {
            return response;
        }

        api.Response = null;
        try
        {
            if (await IsApiResponseAsync(api, response, cancellationToken).ConfigureAwait(false))
            {
                var body = UnreadableResponse.DescribeCompressed(response) is null
                    ? await BoundedBody.ReadAsync(response, maxResponseBytes, cancellationToken).ConfigureAwait(false)
                    : new ArraySegment<byte>([]);
                api.Response = new ApiResponse(body, api.BringsToken ? null : redaction);
            }

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
    private static async Task<bool> IsApiResponseAsync(ApiRequest request, HttpResponseMessage response, CancellationToken cancellationToken) =>
        !request.IsStreamed
        || !response.IsSuccessStatusCode
        || (IsApiResponse(response.Content.Headers.ContentType?.MediaType)
            ?? (response.StatusCode != HttpStatusCode.PartialContent
                && await PeekedContent.PeekAsync(response, cancellationToken).ConfigureAwait(false) is { } first
                && IsApiResponse(request, first)));

    /// <summary>What the type of a stream or a file tells; null where it tells nothing.</summary>
    private static bool? IsApiResponse(string? type) => type?.ToLowerInvariant() switch
    {
        null => null,
        var answer when answer.EndsWith("json", StringComparison.Ordinal) || answer.EndsWith("html", StringComparison.Ordinal) => true,
        var stream when stream == "text/event-stream" || stream.StartsWith("video/", StringComparison.Ordinal) => false,
        _ => null,
    };

    /// <summary>No video begins as JSON and pages do, and every line of an event stream with a colon or a field's name.</summary>
    private static bool IsApiResponse(ApiRequest request, char first) =>
        request.IsRedirectable ? first is '{' or '<' : first is not (':' or 'd' or 'e' or 'i' or 'r');
}
