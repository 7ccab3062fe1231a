using System.Net;

namespace NemoVideo.Client.Transport;

/// <summary>Tells of each request that really went out, repeats included.</summary>
internal sealed class TraceHandler(Action<RequestTrace> trace, TimeProvider time) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        HttpStatusCode? status = null;
        try
        {
            var response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
            status = response.StatusCode;
            return response;
        }
        finally
        {
            trace(new RequestTrace(request.Method.Method, request.RequestUri!.AbsolutePath, status, time.GetElapsedTime(start)));
        }
    }
}
