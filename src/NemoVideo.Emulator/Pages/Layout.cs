namespace NemoVideo.Emulator.Pages;

/// <summary>What all pages share: the head, the navigation and the footer. A page can be read without its script.</summary>
internal static class Layout
{
    private static readonly (string Path, string Name)[] Navigation = [("/", "Sessions"), ("/requests", "Requests"), ("/faults", "Faults")];

    /// <summary>A page. If a path for live changes is given, the script reads changed fragments from there.</summary>
    public static IResult Page(string title, string path, Html content, string? livePath = null, int status = StatusCodes.Status200OK)
    {
        var live = livePath is null ? Html.Empty : Html.Of($""" data-live="{livePath}" """);
        var links = Navigation.Select(item => Html.Of(
            $"""<li><a href="{item.Path}"{(item.Path == path ? new Html(" aria-current=\"page\"") : Html.Empty)}>{item.Name}</a></li>"""));
        return Results.Content(
            Html.Of($"""
                <!DOCTYPE html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <meta name="color-scheme" content="light dark">
                <title>{title} · NemoVideo emulator</title>
                <link rel="icon" href="/pages/icon.svg" type="image/svg+xml">
                <link rel="stylesheet" href="/pages/style.css">
                <script src="/pages/script.js" defer></script>
                </head>
                <body{live}>
                <a class="skip" href="#main">Skip to content</a>
                <header class="top">
                <a class="brand" href="/"><img src="/pages/icon.svg" alt="" width="28" height="28">
                <span>NemoVideo <b>emulator</b></span></a>
                <nav aria-label="Pages"><ul>{links}</ul></nav>
                <p class="live" id="live" role="status" hidden><i></i><span>Updates automatically</span></p>
                </header>
                <main id="main" tabindex="-1">
                {content}
                </main>
                <footer><p>This page is from the NemoVideo emulator on this computer, not from the website of the service.</p></footer>
                </body>
                </html>

                """).Markup,
            "text/html; charset=utf-8",
            statusCode: status);
    }

    /// <summary>A page with one message.</summary>
    public static IResult Message(int status, string title, string text) => Page(
        title,
        "",
        Html.Of($"""<section class="notice"><h1>{title}</h1><p>{text}</p><p><a href="/">All sessions</a></p></section>"""),
        status: status);
}
