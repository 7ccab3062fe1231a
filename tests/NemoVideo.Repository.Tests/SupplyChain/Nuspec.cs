using System.Xml.Linq;

namespace NemoVideo.Repository.Tests.SupplyChain;

/// <summary>The metadata of a restored package.</summary>
/// <param name="License">An SPDX expression, or the first line of the license file, or the license URL. Otherwise empty.</param>
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
        var folder = Path.Combine(PackageFolder, id, package.Version.ToLowerInvariant());
        return Parse(File.ReadAllText(Path.Combine(folder, id + ".nuspec")), file => File.ReadLines(Path.Combine(folder, file)).First());
    }

    public static Nuspec Parse(string xml, Func<string, string> readFirstLine)
    {
        var elements = XDocument.Parse(xml).Descendants().ToLookup(static element => element.Name.LocalName);
        string Text(string name) => elements[name].FirstOrDefault()?.Value.Trim() ?? "";
        string? License(string type) =>
            elements["license"].FirstOrDefault(license => license.Attribute("type")?.Value == type)?.Value.Trim();
        var license = License("expression") ?? (License("file") is { } file ? readFirstLine(file).Trim() : Text("licenseUrl"));
        var copyright = Text("copyright") is { Length: > 0 } line ? line : Text("authors");
        return new Nuspec(license, string.Join(' ', copyright.Split(default(char[]), StringSplitOptions.RemoveEmptyEntries)));
    }
}
