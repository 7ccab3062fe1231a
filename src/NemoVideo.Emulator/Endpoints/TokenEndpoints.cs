using System.Globalization;
using System.Text.Json.Nodes;
using NemoVideo.Emulator.Protocol;
using NemoVideo.Emulator.State;

namespace NemoVideo.Emulator.Endpoints;

/// <summary>Free tokens (protocol section 3).</summary>
internal static class TokenEndpoints
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/api/auth/anonymous-token", Issue);

    private static IResult Issue(HttpContext http, TokenStore tokens)
    {
        var clientId = http.Request.Headers["X-Client-Id"].ToString().Trim();
        if (clientId.Length == 0)
        {
            return Refusal.ClientIdMissing.ToResult();
        }

        return tokens.Issue(clientId) is { } grant
            ? EmulatorResponse.Ok(new JsonObject
            {
                ["token"] = grant.Token,
                ["user_id"] = grant.UserId,
                ["expires_at"] = grant.ExpiresAt?.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
                ["credits"] = grant.Available,
            })
            : Refusal.FreeTokenLimit.ToResult();
    }
}
