using System.Net;
using NemoVideo.Emulator.Editing;
using NemoVideo.Emulator.State;

namespace NemoVideo.Emulator.Endpoints;

/// <summary>What stands for the service's web site: plain pages for the links that a client gives out (protocol sections 2 and 4).</summary>
internal static class WebPages
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/workspace/claim", Claim);
        routes.MapGet("/register", Register);
    }

    private static IResult Claim(string? ct, ClaimStore claims, SessionStore sessions) =>
        claims.FindSessionId(ct ?? "") is { } id && sessions.Find(id) is { } session
            ? Page(StatusCodes.Status200OK, session.TaskName, TimelineLine.Of(Draft.Parse(sessions.DraftShown(session))))
            : Page(StatusCodes.Status404NotFound, "No such link", "It is unknown here, or has expired. Get-NemoSessionLink makes a new one.");

    private static IResult Register(string? bind) =>
        Page(StatusCodes.Status200OK, "Register", $"The service would make an account here for the user {bind ?? "that it knows"}. Nothing is to be done.");

    /// <summary>Names and titles come from anybody: they are texts here, and never markup.</summary>
    private static IResult Page(int status, string title, string text) => Results.Content(
        $"""
        <!DOCTYPE html>
        <html lang="en">
        <head><meta charset="utf-8"><title>{WebUtility.HtmlEncode(title)} - NemoVideo emulator</title></head>
        <body>
        <h1>{WebUtility.HtmlEncode(title)}</h1>
        <p>{WebUtility.HtmlEncode(text)}</p>
        <p>This is the NemoVideo emulator on this computer, and not the web site of the service.</p>
        </body>
        </html>

        """,
        "text/html; charset=utf-8",
        statusCode: status);
}
