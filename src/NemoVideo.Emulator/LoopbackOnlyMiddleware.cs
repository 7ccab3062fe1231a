using System.Net;

namespace NemoVideo.Emulator;

/// <summary>
/// Refuses what a page in a browser could send: a request under another host's name (a name that was made to lead to this
/// computer), or one from a page of another origin.
/// </summary>
internal sealed class LoopbackOnlyMiddleware(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (IsLoopback(context.Request.Host.Host) && IsOwn(context.Request))
        {
            return next(context);
        }

        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        return context.Response.WriteAsync("The emulator serves this computer only, and no web page.");
    }

    private static bool IsLoopback(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));

    private static bool IsOwn(HttpRequest request) =>
        request.Headers.Origin.Count == 0
        || request.Headers.Origin.All(origin => origin == $"{request.Scheme}://{request.Host}");
}
