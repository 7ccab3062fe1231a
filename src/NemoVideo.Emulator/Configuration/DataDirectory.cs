namespace NemoVideo.Emulator.Configuration;

/// <summary>The directory that one emulator's state lives in.</summary>
internal sealed class DataDirectory : IDisposable
{
    private readonly bool _temporary;

    public DataDirectory(EmulatorOptions options)
    {
        _temporary = options.DataDirectory is null;
        Root = options.DataDirectory is null
            ? Directory.CreateTempSubdirectory("nemovideo-emulator-").FullName
            : Directory.CreateDirectory(options.DataDirectory).FullName;
    }

    public string Root { get; }

    /// <summary>A directory within, made where it is not there yet.</summary>
    public string Folder(params string[] names) => Directory.CreateDirectory(Path.Combine([Root, .. names])).FullName;

    public void Dispose()
    {
        if (!_temporary)
        {
            return;
        }

        try
        {
            Directory.Delete(Root, recursive: true);
        }
        catch (IOException)
        {
            // A file still open elsewhere keeps the directory; the system's cleaning of temporary files takes it.
        }
        catch (UnauthorizedAccessException)
        {
            // Likewise, as Windows reports it.
        }
    }
}
