using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace NemoVideo.Packing;

/// <summary>
/// The software bill of materials of the module: each third-party assembly with its package, license and hash, in the format CycloneDX 1.6.
/// It contains no time and no random number, so that two builds of a commit are equal.
/// </summary>
/// <param name="manifest">The manifest of the module.</param>
/// <param name="packages">The locked packages by their ID.</param>
/// <param name="licenses">The licenses by the file names of the assemblies.</param>
internal sealed class BillOfMaterials(
    ModuleManifest manifest,
    IReadOnlyDictionary<string, LockedPackage> packages,
    IReadOnlyDictionary<string, string> licenses)
{
    private static readonly JsonSerializerOptions Indented = new()
    {
        // The hashes contain plus signs.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = true,
        NewLine = "\n",
    };

    /// <summary>Returns the bill of materials as JSON.</summary>
    /// <param name="files">The files of the module. The name of a third-party assembly is the ID of its package.</param>
    /// <exception cref="KeyNotFoundException">The lock file or the list of licenses doesn't contain the package of an assembly.</exception>
    public string Create(IEnumerable<ModuleFile> files)
    {
        var shipped = files.Where(IsThirdParty)
            .OrderBy(static file => file.LayoutPath, StringComparer.Ordinal)
            .GroupBy(static file => Path.GetFileNameWithoutExtension(file.LayoutPath), StringComparer.Ordinal)
            .OrderBy(static group => group.Key, StringComparer.Ordinal);
        var module = Component(
            "NemoVideo", manifest.Version, "MIT", "?repository_url=https://www.powershellgallery.com/api/v2");
        var document = new JsonObject
        {
            ["$schema"] = "http://cyclonedx.org/schema/bom-1.6.schema.json",
            ["bomFormat"] = "CycloneDX",
            ["specVersion"] = "1.6",
            ["version"] = 1,
            ["metadata"] = new JsonObject { ["component"] = module },
            ["components"] = new JsonArray([.. shipped.Select(group => ThirdParty(packages[group.Key], group))]),
        };
        return document.ToJsonString(Indented) + "\n";
    }

    private static bool IsThirdParty(ModuleFile file) =>
        file.LayoutPath.EndsWith(".dll", StringComparison.Ordinal)
        && !Path.GetFileName(file.LayoutPath).StartsWith("NemoVideo.", StringComparison.Ordinal);

    private static JsonObject Component(string name, string version, string license, string qualifier = "") => new()
    {
        ["type"] = "library",
        ["name"] = name,
        ["version"] = version,
        ["licenses"] = new JsonArray(new JsonObject { ["license"] = new JsonObject { ["id"] = license } }),
        ["purl"] = $"pkg:nuget/{name}@{version}{qualifier}",
    };

    private static JsonObject FileComponent(ModuleFile file) => new()
    {
        ["type"] = "file",
        ["name"] = file.LayoutPath,
        ["hashes"] = new JsonArray(new JsonObject
        {
            ["alg"] = "SHA-256",
            ["content"] = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file.SourcePath))),
        }),
    };

    private JsonObject ThirdParty(LockedPackage package, IEnumerable<ModuleFile> files)
    {
        var component = Component(package.Id, package.Version, licenses[package.Id + ".dll"]);
        // Not the hash of the package file, but that of its content without the signature. Lock files contain the same value.
        component["properties"] = new JsonArray(new JsonObject { ["name"] = "nuget:contentHash", ["value"] = package.ContentHash });
        component["components"] = new JsonArray([.. files.Select(FileComponent)]);
        return component;
    }
}
