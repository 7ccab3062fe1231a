using System.Runtime.Loader;

namespace NemoVideo.Loader;

/// <summary>
/// The load context of the payload in PowerShell 7. Libraries come from the payload folder. Framework assemblies come from the host if
/// its version suffices, because types of a second copy would be incompatible with those of the host.
/// </summary>
/// <remarks>The assemblies of the host are those it was started with. Other modules can add assemblies to the default context.</remarks>
internal sealed class PayloadLoadContext(string folder) : AssemblyLoadContext("NemoVideo")
{
    private static readonly string[] FrameworkPrefixes = ["System.", "Microsoft.Win32.", "Microsoft.Bcl."];

    private static readonly ILookup<string, string> HostAssemblies = (AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") as string ?? "")
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .ToLookup(static path => Path.GetFileNameWithoutExtension(path), StringComparer.OrdinalIgnoreCase);

    // Both payloads use the assemblies of the shared folder.
    private readonly string[] _folders = [folder, ModuleLoader.GetSharedFolder(folder)];

    protected override Assembly? Load(AssemblyName assemblyName)
    {
        // Null: the default context loads the assembly from the host.
        if (assemblyName.Name is not { } name || IsLoadedFromHost(name, assemblyName.Version))
        {
            return null;
        }

        var path = _folders.Select(folder => Path.Combine(folder, name + ".dll")).FirstOrDefault(File.Exists);
        return path is null ? null : LoadFromAssemblyPath(path);
    }

    private static bool IsLoadedFromHost(string name, Version? requested)
    {
        // A cmdlet must derive from the PSCmdlet of the running engine.
        if (name is "System.Management.Automation" or "netstandard" or "mscorlib")
        {
            return true;
        }

        return Array.Exists(FrameworkPrefixes, prefix => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
            && HostAssemblies[name].LastOrDefault() is { } hostPath
            && (requested is null || AssemblyName.GetAssemblyName(hostPath).Version >= requested);
    }
}
