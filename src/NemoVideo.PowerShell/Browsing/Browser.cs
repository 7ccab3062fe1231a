using System.Diagnostics;
using System.Runtime.InteropServices;

namespace NemoVideo.PowerShell.Browsing;

/// <summary>Opens a link in the default browser. The command line and the environment of the started program contain no secrets.</summary>
internal static class Browser
{
    private const string VariablePrefix = "NEMO_";

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
            foreach (var name in start.Environment.Keys.ToArray())
            {
                if (name.StartsWith(VariablePrefix, StringComparison.OrdinalIgnoreCase))
                {
                    start.Environment.Remove(name);
                }
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

    /// <summary>A full path, because .NET and Windows search the current folder first for a file name.</summary>
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
