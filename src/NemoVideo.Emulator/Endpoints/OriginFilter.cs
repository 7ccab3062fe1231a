using NemoVideo.Emulator.Protocol;

namespace NemoVideo.Emulator.Endpoints;

/// <summary>Keeps the two origins apart: neither serves what the other has.</summary>
internal sealed class OriginFilter(string origin) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        Origin.Of(context.HttpContext) == origin ? await next(context) : Results.NotFound();
}
