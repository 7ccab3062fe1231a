using System.Text.Json;
using NemoVideo.Client.Json;

namespace NemoVideo.Client.Http;

/// <summary>
/// Reads JSON answers whole (bounded) and notes the service's code on the request, so that the handlers above see a
/// refusal whether it came as an HTTP status or as a code in a 200. Event streams and files pass untouched.
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

        api.ServiceCode = null;
        if (!IsAnswer(response))
        {
            return response;
        }

        try
        {
            var bytes = await BoundedBody.ReadAsync(response.Content, maxAnswerBytes, cancellationToken).ConfigureAwait(false);
            var content = new ByteArrayContent(bytes);
            content.Headers.ContentType = response.Content.Headers.ContentType;
            response.Content.Dispose();
            response.Content = content;
            api.ServiceCode = ReadCode(bytes);
            return response;
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }

    /// <summary>Whether a response is to be read whole: any failure, and JSON.</summary>
    public static bool IsAnswer(HttpResponseMessage response) =>
        !response.IsSuccessStatusCode
        || response.Content.Headers.ContentType?.MediaType?.EndsWith("json", StringComparison.OrdinalIgnoreCase) == true;

    private static int? ReadCode(byte[] bytes)
    {
        try
        {
            using var document = JsonDocument.Parse(bytes);
            return (int?)document.RootElement.Whole("code");
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
