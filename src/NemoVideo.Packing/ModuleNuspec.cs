using System.Xml.Linq;

namespace NemoVideo.Packing;

/// <summary>The metadata of the package, in the form that the PowerShell Gallery and PSResourceGet read.</summary>
internal static class ModuleNuspec
{
    private static readonly XNamespace Schema = "http://schemas.microsoft.com/packaging/2013/05/nuspec.xsd";

    /// <param name="manifest">The manifest of the module.</param>
    /// <param name="releaseNotes">The release notes.</param>
    /// <param name="projectUrl">The URL of the repository. If it's empty, the package contains no URL of the project.</param>
    public static XDocument Of(ModuleManifest manifest, string releaseNotes, string projectUrl) => new(
        new XDeclaration("1.0", "utf-8", null),
        new XElement(
            Schema + "package",
            new XElement(
                Schema + "metadata",
                Element("id", "NemoVideo"),
                Element("version", manifest.Version),
                Element("authors", manifest.Author),
                Element("owners", manifest.Company),
                Element("requireLicenseAcceptance", "false"),
                new XElement(Schema + "license", new XAttribute("type", "expression"), "MIT"),
                Element("icon", "icon.png"),
                Element("readme", "README.md"),
                projectUrl.Length == 0 ? null : Element("projectUrl", projectUrl),
                Element("description", manifest.Description),
                Element("releaseNotes", releaseNotes),
                Element("copyright", manifest.Copyright),
                Element("tags", string.Join(' ', Tags(manifest)))),
            // The folder of the module is the base path.
            new XElement(Schema + "files", new XElement(Schema + "file", new XAttribute("src", "**"), new XAttribute("target", "")))));

    // Find-PSResource finds cmdlets by these tags.
    private static IEnumerable<string> Tags(ModuleManifest manifest) =>
    [
        .. manifest.Tags,
        "PSModule",
        "PSIncludes_Cmdlet",
        .. manifest.Cmdlets.SelectMany(static name => new[] { "PSCmdlet_" + name, "PSCommand_" + name }),
    ];

    private static XElement Element(string name, string value) => new(Schema + name, value);
}
