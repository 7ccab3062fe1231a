namespace NemoVideo.Emulator.Endpoints;

/// <summary>Requires a valid bearer token, and stores its grant in the request's features.</summary>
internal sealed class BearerFilter(TokenStore tokens) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        var header = http.Request.Headers.Authorization.ToString();
        if (!header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase)
            || tokens.FindValid(header["Bearer ".Length..].Trim()) is not { } grant)
        {
            // Without reading a rejected upload to its end, the client would see a broken pipe instead of the response.
            await http.Request.Body.CopyToAsync(Stream.Null, http.RequestAborted);
            return Rejection.InvalidToken;
        }

        http.Features.Set(grant);
        return await next(context);
    }
}

internal static class RequestExtensions
{
    public static TokenGrant Grant(this HttpContext http) => http.Features.GetRequiredFeature<TokenGrant>();

    /// <summary>The body if it is a JSON object, otherwise null.</summary>
    public static async Task<JsonElement?> ReadJsonAsync(this HttpContext http)
    {
        try
        {
            using var document = await JsonDocument.ParseAsync(http.Request.Body, default, http.RequestAborted);
            return document.RootElement.ValueKind == JsonValueKind.Object ? document.RootElement.Clone() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
