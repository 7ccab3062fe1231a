using System.Diagnostics;
using System.Runtime.InteropServices;

namespace NemoVideo.PowerShell.Browsing;

/// <summary>Opens a link in the browser of this computer. The program that does it gets neither the link nor a NEMO_ variable.</summary>
internal static class Browser
{
    private const string OwnVariables = "NEMO_";

    /// <summary>Opens a link.</summary>
    /// <exception cref="Exception">There is no program that opens it, or it does not start.</exception>
    public static void Open(Uri link)
    {
        var page = LinkPage.Create(link);
        try
        {
#if NET
            var start = new ProcessStartInfo(FindOpener(), [page.Path]) { UseShellExecute = false };
#else
            var start = new ProcessStartInfo(FindOpener(), $"\"{page.Path}\"") { UseShellExecute = false };
#endif
            foreach (var name in start.Environment.Keys.Where(static name => name.StartsWith(OwnVariables, StringComparison.OrdinalIgnoreCase)).ToArray())
            {
                start.Environment.Remove(name);
            }

            Process.Start(start)?.Dispose();
        }
        catch
        {
            page.Delete();
            throw;
        }

        _ = page.DeleteLaterAsync();
    }

    /// <summary>The full path: .NET and Windows would look for a bare name in the current folder first.</summary>
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

        return (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Where(Path.IsPathRooted)
            .Select(static folder => Path.Combine(folder, "xdg-open"))
            .FirstOrDefault(File.Exists) ?? throw new FileNotFoundException("xdg-open was not found on the PATH.");
    }
}
