using System.Reflection;
using System.Runtime.Loader;

namespace NemoVideo.Loader;

/// <summary>
/// The load context of the payload in PowerShell 7: a library comes from the payload folder whatever other modules
/// have loaded, a part of the framework comes from the host where the host has it in a sufficient version.
/// </summary>
/// <remarks>
/// A second copy of a framework assembly makes types that cross to the host two different types of the same name, so
/// it is taken only where the host's is older than what the payload was compiled against. "The host" means its own
/// list of assemblies (what it was started with), not the default context: that may hold anything by now.
/// </remarks>
internal sealed class PayloadLoadContext(string folder) : AssemblyLoadContext("NemoVideo")
{
    private static readonly string[] FrameworkPrefixes = ["System.", "Microsoft.Win32.", "Microsoft.Bcl."];

    private static readonly Dictionary<string, string> HostAssemblies = ReadHostAssemblies();

    /// <inheritdoc/>
    protected override Assembly? Load(AssemblyName assemblyName)
    {
        // Null hands the request on to the default context, that is to the host.
        if (assemblyName.Name is not { } name || IsTakenFromHost(name, assemblyName.Version))
        {
            return null;
        }

        var path = Path.Combine(folder, name + ".dll");
        return File.Exists(path) ? LoadFromAssemblyPath(path) : null;
    }

    private static bool IsTakenFromHost(string name, Version? requested)
    {
        // A cmdlet must derive from the engine's own PSCmdlet, wherever that engine comes from.
        if (name is "System.Management.Automation" or "netstandard" or "mscorlib")
        {
            return true;
        }

        return Array.Exists(FrameworkPrefixes, prefix => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
            && HostAssemblies.TryGetValue(name, out var hostPath)
            && (requested is null || AssemblyName.GetAssemblyName(hostPath).Version >= requested);
    }

    private static Dictionary<string, string> ReadHostAssemblies()
    {
        var assemblies = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var list = AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") as string ?? "";
        foreach (var path in list.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries))
        {
            assemblies[Path.GetFileNameWithoutExtension(path)] = path;
        }

        return assemblies;
    }
}
