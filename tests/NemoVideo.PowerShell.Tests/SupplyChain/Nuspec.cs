using System.Xml.Linq;

namespace NemoVideo.PowerShell.Tests.SupplyChain;

/// <summary>What a restored package says of itself.</summary>
/// <param name="Licence">An SPDX expression; where there is none, the address of the licence; else empty.</param>
/// <param name="Copyright">Whose it is, in one line: the copyright, else the authors.</param>
internal sealed record Nuspec(string Licence, string Copyright)
{
    private static string PackageFolder =>
        Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { Length: > 0 } set ? set
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    /// <summary>Of a package in NuGet's folder: whatever was built came out of it.</summary>
    public static Nuspec Of(LockedPackage package)
    {
        var id = package.Id.ToLowerInvariant();
        return Parse(File.ReadAllText(Path.Combine(PackageFolder, id, package.Version.ToLowerInvariant(), id + ".nuspec")));
    }

    public static Nuspec Parse(string xml)
    {
        var elements = XDocument.Parse(xml).Descendants().ToLookup(static element => element.Name.LocalName);
        string Text(string name) => elements[name].FirstOrDefault()?.Value.Trim() ?? "";
        var expression = elements["license"].FirstOrDefault(static licence => licence.Attribute("type")?.Value == "expression")?.Value.Trim();
        var copyright = Text("copyright") is { Length: > 0 } line ? line : Text("authors");
        return new Nuspec(expression ?? Text("licenseUrl"), string.Join(' ', copyright.Split(default(char[]), StringSplitOptions.RemoveEmptyEntries)));
    }
}
