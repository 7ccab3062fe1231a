namespace NemoVideo.Emulator.Configuration;

/// <summary>The folder for the state of one emulator. A temporary one is deleted at the end.</summary>
internal sealed class DataDirectory(EmulatorOptions options) : IDisposable
{
    private readonly bool _isTemporary = options.DataDirectory is null;
    private readonly DirectoryInfo _root = options.DataDirectory is { } path
        ? PrivateFolder.Create(path)
        : PrivateFolder.Create(Path.Combine(Path.GetTempPath(), $"nemovideo-emulator-{Path.GetRandomFileName()}"));

    /// <summary>A subfolder, created if necessary.</summary>
    public string Folder(params string[] names) =>
        names.Aggregate(_root.FullName, static (folder, name) => PrivateFolder.CreateIn(folder, name));

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
