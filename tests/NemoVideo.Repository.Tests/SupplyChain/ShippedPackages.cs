namespace NemoVideo.Repository.Tests.SupplyChain;

/// <summary>The packages whose assemblies are in the built module. Each assembly has the name of its package.</summary>
internal static class ShippedPackages
{
    /// <summary>The version folder of the module.</summary>
    public static string Module => Directory.GetDirectories(Path.Combine(SourceTree.Root, "output", "NemoVideo")).Single();

    /// <summary>The packages, sorted by name.</summary>
    public static IReadOnlyList<LockedPackage> All
    {
        get
        {
            var locked = LockFile.Read(LockFile.Of(Path.Combine(SourceTree.Root, "src", "NemoVideo.PowerShell", "NemoVideo.PowerShell.csproj")));
            return [.. Assemblies.Select(assembly => locked.Single(package => package.Id == assembly))];
        }
    }

    private static IEnumerable<string> Assemblies =>
        Directory.EnumerateFiles(Path.Combine(Module, "bin"), "*.dll", SearchOption.AllDirectories)
            .Select(static file => Path.GetFileNameWithoutExtension(file))
            .Where(static name => !name.StartsWith("NemoVideo.", StringComparison.Ordinal))
            .Distinct()
            .Order(StringComparer.Ordinal);

    /// <summary>Returns the entry of a package in THIRD-PARTY-NOTICES.txt.</summary>
    public static string Notice(LockedPackage package)
    {
        var nuspec = Nuspec.Of(package);
        return $"{package.Id}.dll, version {package.Version}\nLicense: {AllowedLicenses.NameOf(nuspec.License)}\n{nuspec.Copyright}";
    }
}
