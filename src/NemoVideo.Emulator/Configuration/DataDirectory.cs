namespace NemoVideo.Emulator.Configuration;

/// <summary>
/// The folder for the state of one emulator. Other users can't read a folder that it creates. A temporary one is deleted at the end.
/// </summary>
internal sealed class DataDirectory(EmulatorOptions options) : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly bool _isTemporary = options.DataDirectory is null;
    private readonly DirectoryInfo _root = options.DataDirectory is not { } path ? Directory.CreateTempSubdirectory("nemovideo-emulator-")
        : OperatingSystem.IsWindows() ? Directory.CreateDirectory(path)
        : Directory.CreateDirectory(path, OwnerOnly);

    /// <summary>A subfolder, created if necessary.</summary>
    public string Folder(params string[] names) => Directory.CreateDirectory(Path.Combine([_root.FullName, .. names])).FullName;

    public void Dispose()
    {
        try
        {
            if (_isTemporary)
            {
                _root.Delete(recursive: true);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Another process has a file open. The operating system cleans up temporary folders.
        }
    }
}
