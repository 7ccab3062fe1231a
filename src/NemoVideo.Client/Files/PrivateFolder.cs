namespace NemoVideo.Client.Files;

/// <summary>The data folder of this computer, and the folders in it. On Windows, the user's profile protects it.</summary>
internal static class PrivateFolder
{
    /// <summary>Creates a folder that only its owner can use.</summary>
    public static void Create(string path)
    {
#if NET
        if (!OperatingSystem.IsWindows())
        {
            // The mode applies only to the last folder.
            if (Path.GetDirectoryName(path) is { Length: > 0 } parent && !Directory.Exists(parent))
            {
                Create(parent);
            }

            Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            return;
        }
#endif
        Directory.CreateDirectory(path);
    }

    /// <summary>Checks the data folder, if it exists, as ssh does: no one but its owner may write to it. Returns true.</summary>
    /// <exception cref="NemoException">Others can write to it (<see cref="NemoErrorKind.UntrustedFolder"/>).</exception>
    public static bool Check(string path)
    {
#if NET
        if (!OperatingSystem.IsWindows() && Directory.Exists(path)
            && (File.GetUnixFileMode(path) & (UnixFileMode.GroupWrite | UnixFileMode.OtherWrite)) != 0)
        {
            throw new NemoException(
                NemoErrorKind.UntrustedFolder,
                $"Other users can write to the data folder '{path}'. The module didn't read or write any of its files.",
                $"Run chmod go-w '{path}'. If you don't own the folder, set NEMO_HOME to a new folder in it, which the module creates. "
                    + DataLocation.ChargedAgain);
        }
#endif
        return true;
    }
}
