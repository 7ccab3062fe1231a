using System.Net;
using System.Runtime.InteropServices;
using System.Text;

namespace NemoVideo.PowerShell.Browsing;

/// <summary>
/// A small HTML file that leads to a link. A program that is started with the link itself shows it to every user in the list of
/// processes; the file is 0600, in a new folder that is 0700.
/// </summary>
internal sealed class LinkPage
{
    private static readonly TimeSpan Life = TimeSpan.FromSeconds(30);

    private readonly string _folder;

    private LinkPage(string folder)
    {
        _folder = folder;
        Path = System.IO.Path.Combine(folder, "session.html");
    }

    /// <summary>The file's full path.</summary>
    public string Path { get; }

    /// <summary>Writes the file.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public static LinkPage Create(Uri link)
    {
        var page = new LinkPage(CreateFolder());
        try
        {
            page.Write(link);
            return page;
        }
        catch
        {
            page.Delete();
            throw;
        }
    }

    /// <summary>Deletes it, with its folder. What cannot be deleted stays until the system cleans up.</summary>
    public void Delete()
    {
        try
        {
            Directory.Delete(_folder, recursive: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Its owner alone can read it.
        }
    }

    /// <summary>Deletes it once a browser has had the time to read it, if this process still runs then.</summary>
    public async Task DeleteLaterAsync()
    {
        await Task.Delay(Life).ConfigureAwait(false);
        Delete();
    }

    private static string Format(Uri link)
    {
        var address = WebUtility.HtmlEncode(link.AbsoluteUri);
        return $"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="referrer" content="no-referrer">
            <meta http-equiv="refresh" content="0; url={address}">
            <title>NemoVideo</title>
            </head>
            <body><a href="{address}">Open the session</a></body>
            </html>
            """;
    }

    private static string CreateFolder()
    {
        var folder = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"nemovideo-{Guid.NewGuid():N}");
        if (RuntimeInformation.IsOSPlatform(OSPlatform.Windows))
        {
            // The user's own folder for temporary files, which other users cannot read.
            return Directory.CreateDirectory(folder).FullName;
        }

#if NET
        return Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute).FullName;
#else
        return MakeDirectory(folder, 0x1C0) == 0 ? folder : throw new IOException($"'{folder}' cannot be made.");
#endif
    }

    private void Write(Uri link)
    {
        var content = Encoding.UTF8.GetBytes(Format(link));
#if NET
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using var file = new FileStream(Path, options);
#else
        using var file = new FileStream(Path, FileMode.CreateNew, FileAccess.Write);
        if (!RuntimeInformation.IsOSPlatform(OSPlatform.Windows) && ChangeMode(Path, 0x180) != 0)
        {
            throw new IOException($"'{Path}' cannot be closed to other users.");
        }
#endif
        file.Write(content, 0, content.Length);
    }

#if !NET
    // PowerShell 7.4 and 7.5 on Linux and macOS.
    [DllImport("libc", EntryPoint = "mkdir", CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    private static extern int MakeDirectory(string path, uint mode);

    [DllImport("libc", EntryPoint = "chmod", CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    private static extern int ChangeMode(string path, uint mode);
#endif
}
