using System.Security.Cryptography;
using System.Text;
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
    /// <summary>The path in the module.</summary>
    public const string FileName = "sbom.cdx.json";

    private static readonly JsonSerializerOptions Indented = new()
    {
        // The hashes contain plus signs.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = true,
        NewLine = "\n",
    };

    private string ModuleReference => $"pkg:nuget/NemoVideo@{manifest.Version}?repository_url=https://www.powershellgallery.com/api/v2";

    /// <summary>Returns the bill of materials as JSON.</summary>
    /// <param name="files">The files of the module. The name of a third-party assembly is the ID of its package.</param>
    /// <exception cref="KeyNotFoundException">The lock file or the list of licenses doesn't contain the package of an assembly.</exception>
    public string Create(IEnumerable<ModuleFile> files)
    {
        var shipped = files.Where(IsThirdParty)
            .GroupBy(static file => Path.GetFileNameWithoutExtension(file.LayoutPath), StringComparer.Ordinal)
            .OrderBy(static group => group.Key, StringComparer.Ordinal)
            .Select(group => (
                Package: packages[group.Key],
                Files: group.OrderBy(static file => file.LayoutPath, StringComparer.Ordinal).ToList()))
            .ToList();
        var ids = shipped.Select(static one => one.Package.Id).ToHashSet(StringComparer.Ordinal);

        var document = new JsonObject
        {
            ["$schema"] = "http://cyclonedx.org/schema/bom-1.6.schema.json",
            ["bomFormat"] = "CycloneDX",
            ["specVersion"] = "1.6",
            ["version"] = 1,
            ["metadata"] = new JsonObject
            {
                ["lifecycles"] = new JsonArray(new JsonObject { ["phase"] = "build" }),
                ["component"] = Module(),
            },
            ["components"] = new JsonArray([.. shipped.Select(one => Component(one.Package, one.Files))]),
            ["dependencies"] = new JsonArray(
            [
                Dependency(ModuleReference, shipped.Select(static one => one.Package)),
                .. shipped.Select(one => Dependency(
                    Reference(one.Package),
                    one.Package.Dependencies.Where(ids.Contains).Select(id => packages[id]))),
            ]),
        };
        document.Insert(3, "serialNumber", SerialNumber(document.ToJsonString()));
        return document.ToJsonString(Indented) + "\n";
    }

    private static bool IsThirdParty(ModuleFile file) =>
        file.LayoutPath.EndsWith(".dll", StringComparison.Ordinal)
        && !Path.GetFileName(file.LayoutPath).StartsWith("NemoVideo.", StringComparison.Ordinal);

    private static string Reference(LockedPackage package) => $"pkg:nuget/{package.Id}@{package.Version}";

    private static JsonObject Dependency(string reference, IEnumerable<LockedPackage> packages) => new()
    {
        ["ref"] = reference,
        ["dependsOn"] = new JsonArray(
            [.. packages.Select(Reference).Order(StringComparer.Ordinal).Select(static one => JsonValue.Create(one))]),
    };

    private static JsonArray License(string id) => [new JsonObject { ["license"] = new JsonObject { ["id"] = id } }];

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

    /// <summary>Returns a UUID of version 8, derived from the content.</summary>
    private static string SerialNumber(string content)
    {
        var bytes = SHA256.HashData(Encoding.UTF8.GetBytes(content))[..16];
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x80);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return $"urn:uuid:{new Guid(bytes, bigEndian: true)}";
    }

    private JsonObject Module() => new()
    {
        ["type"] = "library",
        ["bom-ref"] = ModuleReference,
        ["name"] = "NemoVideo",
        ["version"] = manifest.Version,
        ["description"] = manifest.Description,
        ["licenses"] = License("MIT"),
        ["purl"] = ModuleReference,
    };

    private JsonObject Component(LockedPackage package, IReadOnlyList<ModuleFile> files) => new()
    {
        ["type"] = "library",
        ["bom-ref"] = Reference(package),
        ["name"] = package.Id,
        ["version"] = package.Version,
        ["licenses"] = License(licenses[package.Id + ".dll"]),
        ["purl"] = Reference(package),
        // Not the hash of the package file, but that of its content without the signature. Lock files contain the same value.
        ["properties"] = new JsonArray(new JsonObject { ["name"] = "nuget:contentHash", ["value"] = package.ContentHash }),
        ["components"] = new JsonArray([.. files.Select(FileComponent)]),
    };
}
