using Microsoft.AspNetCore.Http.Features;
using NemoVideo.Emulator.Configuration;
using NemoVideo.Emulator.Protocol;
using NemoVideo.Emulator.State;

namespace NemoVideo.Emulator.Endpoints;

/// <summary>Lets a request through only with a valid bearer token, and hands the token's grant on.</summary>
internal sealed class BearerFilter(TokenStore tokens, EmulatorOptions options) : IEndpointFilter
{
    private const string Scheme = "Bearer ";

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        var header = http.Request.Headers.Authorization.ToString();
        if (!header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            || tokens.FindValid(header[Scheme.Length..].Trim()) is not { } grant)
        {
            // A refused upload is still read to its end, else the client loses the answer to a broken pipe.
            await http.Request.Body.CopyToAsync(Stream.Null, http.RequestAborted);
            return Refusal.InvalidToken(options.RefuseTokensInBody).ToResult();
        }

        http.Features.Set(grant);
        return await next(context);
    }

    public static TokenGrant GrantOf(HttpContext http) => http.Features.GetRequiredFeature<TokenGrant>();
}
