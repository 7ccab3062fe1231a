namespace NemoVideo.Packing.Tests;

public sealed class ModuleNuspecTests
{
    private static readonly ModuleManifest Manifest = new(ModuleManifestTests.Text);

    [Fact]
    public void Of_Manifest_HasTagsThatGalleryExpects()
    {
        Assert.Equal(
            "A B C PSModule PSIncludes_Cmdlet PSCmdlet_Get-One PSCommand_Get-One PSCmdlet_Get-Two PSCommand_Get-Two",
            Metadata("https://example.com")["tags"]);
    }

    [Fact]
    public void Of_Manifest_HasMetadata()
    {
        var metadata = Metadata("https://example.com/repo");

        Assert.Equal(("NemoVideo", "1.2.3", "Ann O'Neil"), (metadata["id"], metadata["version"], metadata["authors"]));
        Assert.Equal(("MIT", "icon.png", "README.md"), (metadata["license"], metadata["icon"], metadata["readme"]));
        Assert.Equal(("https://example.com/repo", "- <New> & better."), (metadata["projectUrl"], metadata["releaseNotes"]));
    }

    [Fact]
    public void Of_NoProjectUrl_HasNone() => Assert.DoesNotContain("projectUrl", Metadata("").Keys);

    private static Dictionary<string, string> Metadata(string projectUrl)
    {
        var metadata = ModuleNuspec.Of(Manifest, "- <New> & better.", projectUrl).Root!.Elements().First();
        return metadata.Elements().ToDictionary(static one => one.Name.LocalName, static one => one.Value);
    }
}
