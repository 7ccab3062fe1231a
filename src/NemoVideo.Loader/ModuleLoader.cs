using System.Reflection;

namespace NemoVideo.Loader;

/// <summary>
/// Loads the module's payload (the cmdlets, the client and what they depend on) so that neither other modules nor the
/// host have a say in which versions it gets. <c>NemoVideo.psm1</c> is its only caller.
/// </summary>
/// <remarks>
/// An assembly cannot be unloaded from a process, so the first payload stays: every runspace that imports the module
/// gets the same assembly, and with it the same types. <see cref="Load"/> keeps its signature for ever, since the
/// psm1 of a later version may meet the loader of an earlier one.
/// </remarks>
public static class ModuleLoader
{
    private const string ModuleAssemblyName = "NemoVideo.PowerShell";

    private static readonly object Gate = new();
    private static Assembly? _module;
    private static string? _loadedFolder;

    private static StringComparison PathComparison =>
        Path.DirectorySeparatorChar == '\\' ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;

    /// <summary>Loads the cmdlet assembly from a payload folder, or returns it where it is loaded already.</summary>
    /// <param name="payloadFolder">Full path of the folder with <c>NemoVideo.PowerShell.dll</c>.</param>
    /// <returns>The assembly with the cmdlets; the same one at every call in this process.</returns>
    /// <exception cref="InvalidOperationException">This process has loaded the module from another folder.</exception>
    /// <exception cref="FileNotFoundException">The folder holds no cmdlet assembly.</exception>
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
                    $"This process has loaded NemoVideo from '{_loadedFolder}' and cannot load it from '{folder}' as well. "
                    + "Start a new PowerShell to use the other copy.");
            }

            return _module;
        }
    }

    private static Assembly LoadFirst(string folder)
    {
        var path = Path.Combine(folder, ModuleAssemblyName + ".dll");
        if (!File.Exists(path))
        {
            throw new FileNotFoundException($"The module is incomplete: '{path}' is missing. Install it again.", path);
        }

#if NET
        return new PayloadLoadContext(folder).LoadFromAssemblyPath(path);
#else
        return new PayloadResolver(folder).LoadFrom(path);
#endif
    }
}
