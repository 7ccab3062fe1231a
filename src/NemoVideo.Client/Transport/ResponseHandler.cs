namespace NemoVideo.Client.Transport;

/// <summary>Reads responses, except streams and files, so that the outer handlers detect a rejection in a 200 response.</summary>
internal sealed class ResponseHandler(int maxResponseBytes, Redaction redaction) : DelegatingHandler
{
    private static readonly string[] StreamStarts = [":", "data:", "event:", "id:", "retry:"];

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        try
        {
            if (request is ApiRequest api && await IsApiResponseAsync(api, response, cancellationToken).ConfigureAwait(false))
            {
                var bytes = ResponseBody.DescribeCompression(response) is null
                    ? await ResponseBody.ReadAsync(response, maxResponseBytes, cancellationToken).ConfigureAwait(false)
                    : new ArraySegment<byte>([]);
                ReadContent.Replace(response, new ApiResponse(bytes, api.Call.ReturnsToken ? null : redaction));
            }

            return response;
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }

    /// <summary>Whether a response is read completely: it belongs to a plain request, or can't be the requested stream or file.</summary>
    private static async Task<bool> IsApiResponseAsync(ApiRequest request, HttpResponseMessage response, CancellationToken cancellationToken) =>
        !request.Call.IsStreamed
        || !response.IsSuccessStatusCode
        || (IsApiResponse(request, response.Content.Headers.ContentType?.MediaType)
            ?? (response.StatusCode != System.Net.HttpStatusCode.PartialContent
                && await PeekedContent.PeekAsync(response, cancellationToken).ConfigureAwait(false) is { Length: > 0 } start
                && DecideByStart(request, start)));

    /// <summary>Decides by media type; null if the media type isn't sufficient. No video is a text.</summary>
    private static bool? IsApiResponse(ApiRequest request, string? type) => type?.ToLowerInvariant() switch
    {
        null => null,
        var text when request.Call.IsRedirectable && text.StartsWith("text/", StringComparison.Ordinal) => true,
        var text when text.EndsWith("json", StringComparison.Ordinal) || text.EndsWith("html", StringComparison.Ordinal) => true,
        var stream when stream == "text/event-stream" || stream.StartsWith("video/", StringComparison.Ordinal) => false,
        _ => null,
    };

    /// <summary>
    /// Decides by the first characters. No video begins like JSON or HTML. An event stream begins with a colon or a field name. A line with
    /// only the name is a field, too.
    /// </summary>
    private static bool DecideByStart(ApiRequest request, string start) => request.Call.IsRedirectable
        ? start[0] is '{' or '<'
        : !Array.Exists(StreamStarts, one => start.Replace('\r', ':').Replace('\n', ':').StartsWith(one, StringComparison.Ordinal));
}
