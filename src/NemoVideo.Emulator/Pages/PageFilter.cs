namespace NemoVideo.Emulator.Pages;

/// <summary>Restricts what a page can load, and rejects changes that another web page requests (CSRF).</summary>
internal sealed class PageFilter(RequestLog log) : IEndpointFilter
{
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; media-src 'self'; connect-src 'self'; "
        + "form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        var headers = http.Response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers.CacheControl = "no-cache";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";

        // With no-referrer, browsers would send "null" as the origin of the page's own forms.
        headers["Referrer-Policy"] = "same-origin";
        if (!HttpMethods.IsGet(http.Request.Method) && !HttpMethods.IsHead(http.Request.Method) && !IsSameOrigin(http.Request))
        {
            return Layout.Message(
                StatusCodes.Status403Forbidden, "Not from this page", "The emulator accepts changes only from the forms on its own pages.");
        }

        try
        {
            return await next(context);
        }
        catch (Exception failure) when (!http.RequestAborted.IsCancellationRequested)
        {
            log.AddFailure(failure);
            throw;
        }
    }

    // Each browser sends at least one of these headers with a form, and no web page can change them.
    private static bool IsSameOrigin(HttpRequest request) => request.Headers.Origin.Count > 0
        ? request.Headers.Origin == $"{request.Scheme}://{request.Host}"
        : request.Headers["Sec-Fetch-Site"] == "same-origin";
}
