using System.Text.Json.Nodes;
using NemoVideo.Emulator.Protocol;

namespace NemoVideo.Emulator.Endpoints;

/// <summary>The balance (protocol section 7).</summary>
internal static class CreditEndpoints
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/api/credits/balance/simple", Balance);

    private static IResult Balance(HttpContext http)
    {
        var grant = BearerFilter.GrantOf(http);
        return EmulatorResponse.Ok(new JsonObject
        {
            ["available"] = grant.Available,
            ["frozen"] = grant.Frozen,
            ["total"] = grant.Available + grant.Frozen,
        });
    }
}
