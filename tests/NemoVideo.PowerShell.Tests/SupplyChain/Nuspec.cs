using System.Xml.Linq;

namespace NemoVideo.PowerShell.Tests.SupplyChain;

/// <summary>The metadata of a restored package.</summary>
/// <param name="License">An SPDX expression. If there is none, the license URL. Otherwise empty.</param>
/// <param name="Copyright">The copyright in one line. If there is none, the authors.</param>
internal sealed record Nuspec(string License, string Copyright)
{
    private static string PackageFolder =>
        Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { Length: > 0 } set ? set
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    /// <summary>Reads the metadata from NuGet's package folder, which the build uses.</summary>
    public static Nuspec Of(LockedPackage package)
    {
        var id = package.Id.ToLowerInvariant();
        return Parse(File.ReadAllText(Path.Combine(PackageFolder, id, package.Version.ToLowerInvariant(), id + ".nuspec")));
    }

    public static Nuspec Parse(string xml)
    {
        var elements = XDocument.Parse(xml).Descendants().ToLookup(static element => element.Name.LocalName);
        string Text(string name) => elements[name].FirstOrDefault()?.Value.Trim() ?? "";
        var expression = elements["license"].FirstOrDefault(static license => license.Attribute("type")?.Value == "expression")?.Value.Trim();
        var copyright = Text("copyright") is { Length: > 0 } line ? line : Text("authors");
        return new Nuspec(expression ?? Text("licenseUrl"), string.Join(' ', copyright.Split(default(char[]), StringSplitOptions.RemoveEmptyEntries)));
    }
}
