namespace NemoVideo.Emulator.Endpoints;

/// <summary>Free tokens and the balance (protocol sections 3 and 7).</summary>
internal static class AccountEndpoints
{
    public static void MapTokens(IEndpointRouteBuilder routes) => routes.MapPost("/api/auth/anonymous-token", Issue);

    public static void MapCredits(IEndpointRouteBuilder routes) => routes.MapGet("/api/credits/balance/simple", Balance);

    private static IResult Issue(HttpContext http, TokenStore tokens)
    {
        var clientId = http.Request.Headers["X-Client-Id"].ToString().Trim();
        if (clientId.Length == 0)
        {
            return Rejection.ClientIdMissing;
        }

        return tokens.Issue(clientId) is { } grant
            ? EmulatorResponse.Ok(new JsonObject
            {
                ["token"] = grant.Token,
                ["user_id"] = grant.UserId,
                ["expires_at"] = grant.ExpiresAt?.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
                ["credits"] = grant.Available,
            })
            : Rejection.FreeTokenLimit;
    }

    private static IResult Balance(HttpContext http)
    {
        var grant = http.Grant();
        return EmulatorResponse.Ok(new JsonObject
        {
            ["available"] = grant.Available,
            ["frozen"] = grant.Frozen,
            ["total"] = grant.Available + grant.Frozen,
        });
    }
}
