namespace NemoVideo.Emulator;

/// <summary>Rejects requests from web pages: those with another host name (DNS rebinding), and those from another origin.</summary>
internal sealed class LoopbackOnlyMiddleware(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (IsLoopback(context.Request.Host.Host) && IsSameOrigin(context.Request))
        {
            return next(context);
        }

        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        return context.Response.WriteAsync(
            "The emulator accepts requests only from programs on this computer and rejects requests from web pages.");
    }

    private static bool IsLoopback(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));

    private static bool IsSameOrigin(HttpRequest request) =>
        request.Headers.Origin.Count == 0
        || request.Headers.Origin.All(origin => origin == $"{request.Scheme}://{request.Host}");
}
