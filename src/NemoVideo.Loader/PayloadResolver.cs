namespace NemoVideo.Loader;

/// <summary>
/// Resolves the payload's assemblies in Windows PowerShell 5.1. .NET Framework isolates versions of a strong-named library, but without
/// binding redirects it doesn't accept a later version than the requested one. This class does.
/// </summary>
internal sealed class PayloadResolver(string folder)
{
    // Both payloads use the assemblies of the shared folder.
    private readonly string[] _folders = [folder, ModuleLoader.GetSharedFolder(folder)];

    /// <summary>Loads an assembly of the payload, and from then on resolves its references.</summary>
    public Assembly LoadFrom(string path)
    {
        AppDomain.CurrentDomain.AssemblyResolve += Resolve;
        return Assembly.LoadFrom(path);
    }

    private Assembly? Resolve(object? sender, ResolveEventArgs args)
    {
        // A missing assembly of another module must not be resolved to our version. For a load by name, the requesting assembly is
        // unknown; then our version is used if it is not older than the requested one.
        if (args.RequestingAssembly is { } requesting && !IsInPayload(requesting))
        {
            return null;
        }

        var requested = new AssemblyName(args.Name);
        var path = _folders.Select(folder => Path.Combine(folder, requested.Name + ".dll")).FirstOrDefault(File.Exists);
        return path is not null && AssemblyName.GetAssemblyName(path).Version >= requested.Version ? Assembly.LoadFrom(path) : null;
    }

    private bool IsInPayload(Assembly assembly) =>
        !assembly.IsDynamic
        && assembly.Location.Length > 0 // empty for an assembly loaded from bytes, and GetDirectoryName throws for it
        && _folders.Contains(Path.GetDirectoryName(assembly.Location)!, StringComparer.OrdinalIgnoreCase);
}
