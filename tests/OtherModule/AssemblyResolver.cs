using System.Management.Automation;
using System.Reflection;

namespace OtherModule;

/// <summary>
/// Resolves references among the assemblies of this module in Windows PowerShell, which otherwise requires exact versions. Many modules
/// do this.
/// </summary>
public sealed class AssemblyResolver : IModuleAssemblyInitializer
{
    private static readonly string Folder = Path.GetDirectoryName(typeof(AssemblyResolver).Assembly.Location)!;

    /// <inheritdoc/>
    public void OnImport() => AppDomain.CurrentDomain.AssemblyResolve += static (_, args) =>
    {
        var path = Path.Combine(Folder, new AssemblyName(args.Name).Name + ".dll");
        return args.RequestingAssembly is { IsDynamic: false } one && Path.GetDirectoryName(one.Location) == Folder && File.Exists(path)
            ? Assembly.LoadFrom(path)
            : null;
    };
}
