namespace NemoVideo.Emulator.Pages;

/// <summary>Restricts what a page can load. Changes that another web page requests are rejected for all endpoints.</summary>
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
}
