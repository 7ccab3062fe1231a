using System.Reflection;

namespace NemoVideo.Loader;

/// <summary>
/// Finds the payload's assemblies in Windows PowerShell 5.1. .NET Framework keeps versions of a strong-named library
/// apart by itself; what it lacks without a configuration file of the process is the step from the version asked for
/// to the later one that is there, and that step is taken here.
/// </summary>
internal sealed class PayloadResolver(string folder)
{
    /// <summary>Loads the payload's main assembly and stays around to answer for its references.</summary>
    /// <param name="path">Full path of an assembly in the payload folder.</param>
    /// <returns>The loaded assembly.</returns>
    public Assembly LoadFrom(string path)
    {
        AppDomain.CurrentDomain.AssemblyResolve += Resolve;
        return Assembly.LoadFrom(path);
    }

    private Assembly? Resolve(object? sender, ResolveEventArgs args)
    {
        // Another module's missing assembly is not ours to supply: it would tie that module to our version. Who asks is not
        // known of a load by name; then the answer is a version that is at least the one asked for.
        if (args.RequestingAssembly is { } requesting && !IsInPayload(requesting))
        {
            return null;
        }

        var wanted = new AssemblyName(args.Name);
        var path = Path.Combine(folder, wanted.Name + ".dll");
        if (!File.Exists(path) || AssemblyName.GetAssemblyName(path).Version < wanted.Version)
        {
            return null;
        }

        return Assembly.LoadFrom(path);
    }

    private bool IsInPayload(Assembly assembly) =>
        !assembly.IsDynamic
        && assembly.Location.Length > 0 // what was loaded from bytes has no place, and GetDirectoryName throws on none
        && string.Equals(Path.GetDirectoryName(assembly.Location), folder, StringComparison.OrdinalIgnoreCase);
}
