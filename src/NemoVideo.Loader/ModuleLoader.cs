namespace NemoVideo.Loader;

/// <summary>Loads the cmdlets, the client and their dependencies, in the module's own versions. <c>NemoVideo.psm1</c> calls it.</summary>
/// <remarks>
/// Assemblies can't be unloaded, so all runspaces of a process use the first payload. The methods and the meaning of their parameters must
/// never change, because the psm1 of a later version may call the loader of an earlier one.
/// </remarks>
public static class ModuleLoader
{
    private const string ModuleAssemblyName = "NemoVideo.PowerShell";
    private const string PayloadVariable = "NEMO_PAYLOAD";

    private static readonly object Gate = new();
    private static readonly object DisplayGate = new();
    private static bool _hasDisplay;
    private static Assembly? _module;
    private static string? _loadedFolder;

    private static StringComparison PathComparison =>
        Path.DirectorySeparatorChar == '\\' ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;

    /// <summary>
    /// Loads the cmdlet assembly of the payload for this version of .NET and this system, or of the one that NEMO_PAYLOAD names. In one
    /// process, all calls return the same assembly.
    /// </summary>
    /// <param name="payloadsFolder">The full path of the folder with the payloads.</param>
    /// <exception cref="InvalidOperationException">
    /// This process has loaded the module from another folder, it can't load the payload that NEMO_PAYLOAD names, or this version of
    /// PowerShell isn't supported on this system.
    /// </exception>
    /// <exception cref="FileNotFoundException">The folder of the payload doesn't contain the cmdlet assembly.</exception>
    public static Assembly Load(string payloadsFolder)
    {
        var payload = SelectPayload(
            Environment.GetEnvironmentVariable(PayloadVariable), Environment.Version, isWindows: Path.DirectorySeparatorChar == '\\');
        var folder = Path.Combine(Path.GetFullPath(payloadsFolder), payload);

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
                    $"This process has already loaded NemoVideo from '{_loadedFolder}', and can't load another version, too. To use "
                    + $"NemoVideo from '{folder}', for example after an update, start a new PowerShell process. To use the loaded "
                    + "version in another runspace, such as the script block of ForEach-Object -Parallel, run Import-Module "
                    + $"'{Path.GetFullPath(Path.Combine(_loadedFolder!, "..", "..", "NemoVideo.psd1"))}'.");
            }

            return _module;
        }
    }

    /// <summary>Waits until no other runspace adds views. Returns whether a runspace of this process has added them before.</summary>
    public static bool EnterDisplay()
    {
        Monitor.Enter(DisplayGate);
        var hasDisplay = _hasDisplay;
        _hasDisplay = true;
        return hasDisplay;
    }

    /// <summary>Ends what <see cref="EnterDisplay"/> began.</summary>
    public static void ExitDisplay() => Monitor.Exit(DisplayGate);

    /// <summary>Elsewhere than on Windows, only tests use netstandard2.0: its files have the usual permissions.</summary>
    private static string SelectPayload(string? requested, Version runtime, bool isWindows)
    {
        string[] payloads = runtime.Major >= 10 ? ["net10.0", "netstandard2.0"] : ["netstandard2.0"];
        return string.IsNullOrEmpty(requested) ? runtime.Major >= 10 || isWindows ? payloads[0]
                : throw new InvalidOperationException("On Linux and macOS, NemoVideo requires PowerShell 7.6 or later.")
            : payloads.Contains(requested, StringComparer.Ordinal) ? requested!
            : throw new InvalidOperationException(
                $"The value of the environment variable {PayloadVariable} is '{requested}'. In this PowerShell, it can be: "
                + $"{string.Join(", ", payloads)}.");
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
