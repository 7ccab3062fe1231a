namespace NemoVideo.PowerShell.Tests.SupplyChain;

/// <summary>The packages whose assemblies lie in the module as it was laid out. Each assembly is named as its package.</summary>
internal static class ShippedPackages
{
    /// <summary>The folder of the module's version.</summary>
    public static string Module => Directory.GetDirectories(TestPaths.Module).Single();

    /// <summary>The packages, in the order of their names.</summary>
    public static IReadOnlyList<LockedPackage> All
    {
        get
        {
            var locked = LockFile.Read(LockFile.Of(Path.Combine(TestPaths.Repository, "src", "NemoVideo.PowerShell", "NemoVideo.PowerShell.csproj")));
            return [.. Assemblies.Select(assembly => locked.Single(package => package.Id == assembly))];
        }
    }

    private static IEnumerable<string> Assemblies =>
        Directory.EnumerateFiles(Path.Combine(Module, "bin"), "*.dll", SearchOption.AllDirectories)
            .Select(static file => Path.GetFileNameWithoutExtension(file))
            .Where(static name => !name.StartsWith("NemoVideo.", StringComparison.Ordinal))
            .Distinct()
            .Order(StringComparer.Ordinal);

    /// <summary>What the notices say of a package.</summary>
    public static string Notice(LockedPackage package)
    {
        var nuspec = Nuspec.Of(package);
        return $"{package.Id}.dll, version {package.Version}\nLicence: {AllowedLicences.NameOf(nuspec.Licence)}\n{nuspec.Copyright}";
    }
}
