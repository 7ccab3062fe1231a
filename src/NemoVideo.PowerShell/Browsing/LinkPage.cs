using System.Net;
using System.Runtime.InteropServices;
using System.Text;

namespace NemoVideo.PowerShell.Browsing;

/// <summary>A temporary HTML file that redirects to a link. Unlike the command line of a process, only the owner can read it.</summary>
internal sealed class LinkPage
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(30);

    private readonly string _folder;

    public LinkPage()
    {
        _folder = CreateFolder();

        // Random, so that deleting it deletes no other file, even if another user replaces the folder with a link.
        Path = System.IO.Path.Combine(_folder, $"{Guid.NewGuid():N}.html");
    }

    public string Path { get; }

    public void Write(Uri link)
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
            throw new IOException($"The permissions on the file '{Path}' can't be changed.");
        }
#endif
        file.Write(content, 0, content.Length);
    }

    /// <summary>Deletes the file and its folder, if possible.</summary>
    public void Delete()
    {
        try
        {
            File.Delete(Path);
            Directory.Delete(_folder);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The system deletes temporary files later. Only the owner can read this one.
        }
    }

    /// <summary>Deletes the file after 30 seconds, when the browser has read it.</summary>
    public async Task DeleteLaterAsync()
    {
        await Task.Delay(Lifetime).ConfigureAwait(false);
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
            // Other users can't read the user's temporary folder.
            return Directory.CreateDirectory(folder).FullName;
        }

#if NET
        return Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute).FullName;
#else
        return CreateDirectory(folder, 0x1C0) == 0 ? folder : throw new IOException($"The folder '{folder}' can't be created.");
#endif
    }

#if !NET
    // PowerShell 7.4 and 7.5 on Linux and macOS.
    [DllImport("libc", EntryPoint = "mkdir", CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    private static extern int CreateDirectory(string path, uint mode);

    [DllImport("libc", EntryPoint = "chmod", CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    private static extern int ChangeMode(string path, uint mode);
#endif
}
