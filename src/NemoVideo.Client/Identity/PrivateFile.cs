using System.Runtime.InteropServices;

namespace NemoVideo.Client.Identity;

/// <summary>A small file that only its owner can read, replaced as a whole.</summary>
internal sealed class PrivateFile(string path)
{
    public string Path { get; } = path;

    /// <summary>The content, or null where there is no such file.</summary>
    public byte[]? Read() => File.Exists(Path) ? File.ReadAllBytes(Path) : null;

    /// <summary>Does all that writing does, but for the writing: what fails now would fail then.</summary>
    public void Prepare() => WithDraft(static _ => { });

    public void Write(byte[] content) => WithDraft(draft =>
    {
        File.WriteAllBytes(draft, content);
        AtomicMove.Move(draft, Path, overwrite: true);
    });

    private void WithDraft(Action<string> work)
    {
        var directory = System.IO.Path.GetDirectoryName(Path)!;
        Directory.CreateDirectory(directory);
        Restrict(directory, OwnerOnlyDirectory);
        var draft = $"{Path}.{Guid.NewGuid():N}.part";
        try
        {
            // Closed to others while it is still empty: at no moment can another user read the content.
            File.WriteAllBytes(draft, []);
            Restrict(draft, OwnerOnlyFile);
            work(draft);
        }
        finally
        {
            File.Delete(draft);
        }
    }

    private const int OwnerOnlyFile = 0x180; // 0600
    private const int OwnerOnlyDirectory = 0x1C0; // 0700

    private static void Restrict(string path, int mode)
    {
        // On Windows the profile's own access list closes the folder, and DPAPI the content.
        if (RuntimeInformation.IsOSPlatform(OSPlatform.Windows))
        {
            return;
        }

#if NET
        File.SetUnixFileMode(path, (UnixFileMode)mode);
#else
        if (ChangeMode(path, (uint)mode) != 0)
        {
            throw new UnauthorizedAccessException($"'{path}' cannot be closed to other users.");
        }
#endif
    }

#if !NET
    [DllImport("libc", EntryPoint = "chmod", CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    private static extern int ChangeMode(string path, uint mode);
#endif
}
