using System.Security.Cryptography;

namespace NemoVideo.Pictures.Timelines;

/// <summary>An HTML page that loads nothing and runs only its own script.</summary>
internal static class HtmlPage
{
    /// <summary>The page as an HTML document.</summary>
    /// <param name="title">Its title.</param>
    /// <param name="style">Its CSS, in addition to that of all pages.</param>
    /// <param name="script">Its script.</param>
    /// <param name="content">The markup of its content.</param>
    /// <param name="cancellationToken">Cancels the drawing.</param>
    public static string Draw(string title, string style, string script, string content, CancellationToken cancellationToken)
    {
        var page = new Markup(cancellationToken);
        page.Raw("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
            .Raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
            .Raw("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; ")
            .Raw($"script-src '{HashOf(script)}'; img-src data:; base-uri 'none'; form-action 'none'\">\n")
            .Element("title", title).Raw("\n<style>\n")
            .Raw(PictureTheme.Variables(":root")).Raw(HtmlStyle.Page.Replace("FONTS", PictureTheme.Fonts)).Raw(style);
        return page.Raw("\n</style>\n</head>\n<body>\n<main>\n").Raw(content)
            .Raw("</main>\n<script>").Raw(script).Raw("</script>\n</body>\n</html>\n").ToString();
    }

    /// <summary>The script's hash in the page's security policy: the browser runs no other script.</summary>
    private static string HashOf(string script)
    {
        using var sha = SHA256.Create();
        return "sha256-" + Convert.ToBase64String(sha.ComputeHash(Encoding.UTF8.GetBytes(script)));
    }
}
