namespace NemoVideo.Emulator.Pages;

/// <summary>Pages in place of the service's website, for the links that a client shows (protocol sections 2 and 4).</summary>
internal static class WebPages
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/workspace/claim", Claim);
        routes.MapGet("/register", Register);
    }

    // The redirect removes the claim token from the address bar.
    private static IResult Claim(string? ct, SessionStore sessions) => sessions.FindByClaim(ct ?? "") is { } session
        ? Results.Redirect($"/session/{session.SessionId}")
        : Layout.Message(
            StatusCodes.Status404NotFound,
            "Link not found",
            "The link is invalid or has expired. To create a new link, use Get-NemoSessionLink.");

    private static IResult Register(string? bind) => Layout.Message(
        StatusCodes.Status200OK,
        "Register",
        $"On this page of the real service, you can create an account{(bind is null ? "" : $" for the user {bind}")}. "
        + "The emulator doesn't require an account.");
}
