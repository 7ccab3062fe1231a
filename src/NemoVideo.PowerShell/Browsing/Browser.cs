using System.Diagnostics;
using System.Runtime.InteropServices;

namespace NemoVideo.PowerShell.Browsing;

/// <summary>Opens a link in the default browser. The command line and the environment of the started program contain no secrets.</summary>
internal static class Browser
{
    public static void Open(Uri link)
    {
        var page = new LinkPage();
        try
        {
            page.Write(link);
#if NET
            var start = new ProcessStartInfo(FindOpener(), [page.Path]) { UseShellExecute = false };
#else
            var start = new ProcessStartInfo(FindOpener(), $"\"{page.Path}\"") { UseShellExecute = false };
#endif
            ProgramPath.CleanEnvironment(start);
            Process.Start(start)?.Dispose();
        }
        catch
        {
            page.Delete();
            throw;
        }

        _ = page.DeleteLaterAsync();
    }

    /// <summary>The full path of the program that opens a page.</summary>
    private static string FindOpener()
    {
        if (RuntimeInformation.IsOSPlatform(OSPlatform.Windows))
        {
            return Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.Windows), "explorer.exe");
        }

        if (RuntimeInformation.IsOSPlatform(OSPlatform.OSX))
        {
            return "/usr/bin/open";
        }

        return ProgramPath.Find("xdg-open", Environment.GetEnvironmentVariable("PATH"))
            ?? throw new FileNotFoundException("xdg-open was not found on the PATH.");
    }
}
