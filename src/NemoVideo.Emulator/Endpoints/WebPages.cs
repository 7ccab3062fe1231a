using NemoVideo.Emulator.Editing;

namespace NemoVideo.Emulator.Endpoints;

/// <summary>Plain pages in place of the service's web site, for the links that a client shows (protocol sections 2 and 4).</summary>
internal static class WebPages
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/workspace/claim", Claim);
        routes.MapGet("/register", Register);
    }

    private static IResult Claim(string? ct, SessionStore sessions) => sessions.FindByClaim(ct ?? "") is { } session
        ? Page(StatusCodes.Status200OK, session.TaskName, new Draft(sessions.VisibleDraft(session)).Summarize())
        : Page(
            StatusCodes.Status404NotFound, "Link not found", "The link is invalid or has expired. To create a new link, use Get-NemoSessionLink.");

    private static IResult Register(string? bind) => Page(
        StatusCodes.Status200OK,
        "Register",
        $"On this page of the real service, you can create an account{(bind is null ? "" : $" for the user {bind}")}. "
        + "The emulator doesn't require an account.");

    /// <summary>Names and titles are user input, so they are encoded.</summary>
    private static IResult Page(int status, string title, string text) => Results.Content(
        $"""
        <!DOCTYPE html>
        <html lang="en">
        <head><meta charset="utf-8"><title>{WebUtility.HtmlEncode(title)} - NemoVideo emulator</title></head>
        <body>
        <h1>{WebUtility.HtmlEncode(title)}</h1>
        <p>{WebUtility.HtmlEncode(text)}</p>
        <p>This page is from the NemoVideo emulator on this computer, not from the website of the service.</p>
        </body>
        </html>

        """,
        "text/html; charset=utf-8",
        statusCode: status);
}
