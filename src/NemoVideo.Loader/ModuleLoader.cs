namespace NemoVideo.Loader;

/// <summary>Loads the cmdlets, the client and their dependencies, in the module's own versions. <c>NemoVideo.psm1</c> calls it.</summary>
/// <remarks>
/// Assemblies can't be unloaded, so all runspaces of a process use the first payload. The signature of <see cref="Load"/> must never
/// change, because the psm1 of a later version may call the loader of an earlier one.
/// </remarks>
public static class ModuleLoader
{
    private const string ModuleAssemblyName = "NemoVideo.PowerShell";

    private static readonly object Gate = new();
    private static Assembly? _module;
    private static string? _loadedFolder;

    private static StringComparison PathComparison =>
        Path.DirectorySeparatorChar == '\\' ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;

    /// <summary>Loads the cmdlet assembly. In one process, all calls return the same assembly.</summary>
    /// <param name="payloadFolder">The full path of the folder with <c>NemoVideo.PowerShell.dll</c>.</param>
    /// <exception cref="InvalidOperationException">This process has loaded the module from another folder.</exception>
    /// <exception cref="FileNotFoundException">The folder doesn't contain the cmdlet assembly.</exception>
    public static Assembly Load(string payloadFolder)
    {
        var folder = Path.GetFullPath(payloadFolder).TrimEnd(Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar);

        lock (Gate)
        {
            if (_module is null)
            {
                _module = LoadFirst(folder);
                _loadedFolder = folder;
            }
            else if (!string.Equals(_loadedFolder, folder, PathComparison))
            {
                throw new InvalidOperationException(
                    $"This process has already loaded NemoVideo from '{_loadedFolder}'. "
                    + $"To load it from '{folder}', start a new PowerShell process.");
            }

            return _module;
        }
    }

    /// <summary>Returns the folder of the assemblies that all payloads share.</summary>
    internal static string GetSharedFolder(string payloadFolder) => Path.Combine(Path.GetDirectoryName(payloadFolder)!, "shared");

    private static Assembly LoadFirst(string folder)
    {
        var path = Path.Combine(folder, ModuleAssemblyName + ".dll");
        if (!File.Exists(path))
        {
            throw new FileNotFoundException($"The module is incomplete: '{path}' is missing. Install the module again.", path);
        }

#if NET
        return new PayloadLoadContext(folder).LoadFromAssemblyPath(path);
#else
        return new PayloadResolver(folder).LoadFrom(path);
#endif
    }
}
