namespace NemoVideo.Emulator.Configuration;

/// <summary>The folder for the state of one emulator. A temporary one is deleted at the end.</summary>
internal sealed class DataDirectory(EmulatorOptions options) : IDisposable
{
    private readonly bool _isTemporary = options.DataDirectory is null;

    public string Root { get; } = options.DataDirectory is null
        ? Directory.CreateTempSubdirectory("nemovideo-emulator-").FullName
        : Directory.CreateDirectory(options.DataDirectory).FullName;

    /// <summary>A subfolder, created if necessary.</summary>
    public string Folder(params string[] names) => Directory.CreateDirectory(Path.Combine([Root, .. names])).FullName;

    public void Dispose()
    {
        try
        {
            if (_isTemporary)
            {
                Directory.Delete(Root, recursive: true);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Another process has a file open. The operating system cleans up temporary folders.
        }
    }
}
