using System.Text.Json;

namespace NemoVideo.Packing.Tests;

public sealed class BillOfMaterialsTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("nemo-sbom-");
    private readonly Dictionary<string, LockedPackage> _packages = new()
    {
        ["One"] = new("One", "1.0.0", "hash1", ["Two", "NotShipped"]),
        ["Two"] = new("Two", "2.0.0", "hash2", []),
        ["NotShipped"] = new("NotShipped", "3.0.0", "hash3", []),
    };

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Create_ThirdPartyAssemblies_AreComponentsWithLicenseAndHash()
    {
        using var bill = Create(File("bin/b/One.dll", "b"), File("bin/a/One.dll", "a"), File("bin/a/NemoVideo.Client.dll", "c"), File("LICENSE", "d"));

        var component = Assert.Single(bill.RootElement.GetProperty("components").EnumerateArray());
        Assert.Equal(("One", "1.0.0", "pkg:nuget/One@1.0.0"), (Text(component, "name"), Text(component, "version"), Text(component, "purl")));
        Assert.Equal("MIT", component.GetProperty("licenses")[0].GetProperty("license").GetProperty("id").GetString());
        Assert.Equal(
            [("bin/a/One.dll", "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb"),
             ("bin/b/One.dll", "3e23e8160039594a33894f6564e1b1348bbd7a0088d42c4acb73eeaed59c009d")],
            component.GetProperty("components").EnumerateArray().Select(static file => (Text(file, "name"), Text(file.GetProperty("hashes")[0], "content"))));
    }

    [Fact]
    public void Create_Dependencies_AreThoseBetweenShippedPackages()
    {
        using var bill = Create(File("One.dll", ""), File("Two.dll", ""));

        var dependencies = bill.RootElement.GetProperty("dependencies").EnumerateArray()
            .Select(static one => string.Join(' ', one.GetProperty("dependsOn").EnumerateArray().Select(static on => on.GetString())));
        Assert.Equal(["pkg:nuget/One@1.0.0 pkg:nuget/Two@2.0.0", "pkg:nuget/Two@2.0.0", ""], dependencies);
    }

    [Fact]
    public void Create_Document_HasRequiredFieldsOfCycloneDx()
    {
        using var bill = Create(File("One.dll", ""));

        var root = bill.RootElement;
        Assert.Equal(("CycloneDX", "1.6", 1), (Text(root, "bomFormat"), Text(root, "specVersion"), root.GetProperty("version").GetInt32()));
        Assert.Matches("^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$", Text(root, "serialNumber"));
        var module = root.GetProperty("metadata").GetProperty("component");
        Assert.Equal(("library", "NemoVideo", "1.2.3"), (Text(module, "type"), Text(module, "name"), Text(module, "version")));
    }

    [Fact]
    public void Create_OtherContent_HasOtherSerialNumber()
    {
        using var first = Create(File("One.dll", "1"));
        using var same = Create(File("One.dll", "1"));
        using var other = Create(File("One.dll", "2"));

        Assert.Equal(Text(first.RootElement, "serialNumber"), Text(same.RootElement, "serialNumber"));
        Assert.NotEqual(Text(first.RootElement, "serialNumber"), Text(other.RootElement, "serialNumber"));
    }

    [Fact]
    public void Create_AssemblyWithoutPackage_Throws() => Assert.Throws<KeyNotFoundException>(() => Create(File("Three.dll", "")));

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;

    private JsonDocument Create(params ModuleFile[] files) => JsonDocument.Parse(new BillOfMaterials(
        new ModuleManifest(ModuleManifestTests.Text),
        _packages,
        new Dictionary<string, string> { ["One.dll"] = "MIT", ["Two.dll"] = "BSD-3-Clause" }).Create(files));

    private ModuleFile File(string layoutPath, string content)
    {
        var path = Path.Combine(_folder.FullName, Guid.NewGuid().ToString("N"));
        System.IO.File.WriteAllText(path, content);
        return new ModuleFile(layoutPath, path);
    }
}
