using System.Runtime.InteropServices;

namespace NemoVideo.PowerShell;

/// <summary>
/// Opens a link in the default browser. A page in a private temporary folder redirects to it, because other users can read the command line
/// of a program.
/// </summary>
internal static class Browser
{
    // By then, the browser has read the page.
    private static readonly TimeSpan PageLifetime = TimeSpan.FromSeconds(30);

    public static void Open(Uri link)
    {
        var folder = CreateFolder();
        try
        {
            var page = Path.Combine(folder, "session.html");
            File.WriteAllText(page, Format(link));
            Process.Start(new ProcessStartInfo(FindOpener(), $"\"{page}\"") { UseShellExecute = false })?.Dispose();
        }
        catch
        {
            Delete(folder);
            throw;
        }

        _ = Task.Delay(PageLifetime).ContinueWith(_ => Delete(folder), TaskScheduler.Default);
    }

    /// <summary>Creates a folder that only the user can read.</summary>
    private static string CreateFolder() =>
#if NET
        Directory.CreateTempSubdirectory("nemovideo-").FullName;
#else
        // On Windows, this applies to all temporary files.
        Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), $"nemovideo-{Guid.NewGuid():N}")).FullName;
#endif

    private static string Format(Uri link)
    {
        var address = WebUtility.HtmlEncode(link.AbsoluteUri);
        return $"""
            <!DOCTYPE html>
            <html lang="en"><head><meta charset="utf-8"><meta name="referrer" content="no-referrer">
            <meta http-equiv="refresh" content="0; url={address}"><title>NemoVideo</title></head>
            <body><a href="{address}">Open the session</a></body></html>
            """;
    }

    /// <summary>The full path of the program that opens a page.</summary>
    private static string FindOpener() =>
        RuntimeInformation.IsOSPlatform(OSPlatform.Windows)
            ? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.Windows), "explorer.exe")
        : RuntimeInformation.IsOSPlatform(OSPlatform.OSX) ? "/usr/bin/open"
        : ProgramPath.Find("xdg-open", Environment.GetEnvironmentVariable("PATH"))
            ?? throw new FileNotFoundException("xdg-open was not found on the PATH.");

    private static void Delete(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The system deletes temporary files later.
        }
    }
}
