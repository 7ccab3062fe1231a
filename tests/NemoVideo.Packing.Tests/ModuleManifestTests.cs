namespace NemoVideo.Packing.Tests;

public sealed class ModuleManifestTests
{
    internal const string Text = """
        @{
            ModuleVersion   = '1.2.3'
            GUID            = '3f0d6f0a-8c1e-4b7d-9f57-6f0c2d6a4e19'
            Author          = 'Ann O''Neil'
            CompanyName     = 'Company'
            Copyright       = '(c) Company'
            Description     = 'Edits videos.'
            FileList        = @()
            CmdletsToExport = @(
                'Get-One'
                'Get-Two'
            )
            PrivateData     = @{
                PSData = @{
                    Tags         = @(
                        'A', 'B'
                        'C'
                    )
                    ProjectUri   = ''
                    IconUri      = ''
                    ReleaseNotes = ''
                }
            }
        }

        """;

    private static readonly ModuleManifest Manifest = new(Text);

    [Fact]
    public void Values_OfManifest_AreRead()
    {
        Assert.Equal(("1.2.3", "Ann O'Neil", "Edits videos."), (Manifest.Version, Manifest.Author, Manifest.Description));
        Assert.Equal(["A", "B", "C"], Manifest.Tags);
        Assert.Equal(["Get-One", "Get-Two"], Manifest.Cmdlets);
    }

    [Fact]
    public void Complete_FilesAndFolders_AreListedOnceInOrdinalOrder()
    {
        var completed = Manifest.Complete(["b.dll", "bin/one.dll", "a'b.txt", "bin/net/two.dll", "B.dll"], "- New.", "");

        Assert.Contains("FileList        = @(\n        'B.dll'\n        'a''b.txt'\n        'b.dll'\n        'bin'\n    )\n", completed, StringComparison.Ordinal);
    }

    [Fact]
    public void Complete_ReleaseNotesWithQuotes_AreHereString()
    {
        var completed = Manifest.Complete([], "- It's new.\n- And ’that’.", "");

        Assert.Contains("ReleaseNotes = @'\n- It's new.\n- And ’that’.\n'@\n", completed, StringComparison.Ordinal);
    }

    [Fact]
    public void Complete_ReleaseNotesThatEndHereString_AreRejected() =>
        Assert.Throws<FormatException>(() => Manifest.Complete([], "- One.\n'@ + (Get-Date)", ""));

    [Fact]
    public void Complete_WithProjectUrl_AddsUrls()
    {
        var completed = Manifest.Complete([], "", "https://example.com/o'b");

        Assert.Contains("ProjectUri   = 'https://example.com/o''b'\n", completed, StringComparison.Ordinal);
        Assert.Contains("IconUri      = 'https://example.com/o''b/raw/v1.2.3/docs/icon.png'\n", completed, StringComparison.Ordinal);
    }

    [Fact]
    public void Complete_WithoutProjectUrl_RemovesUrls()
    {
        var completed = Manifest.Complete([], "", "");

        Assert.DoesNotContain("ProjectUri", completed, StringComparison.Ordinal);
        Assert.DoesNotContain("IconUri", completed, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("FileList")]
    [InlineData("ReleaseNotes")]
    [InlineData("ProjectUri")]
    public void Complete_LineIsMissing_ThrowsWithItsName(string name)
    {
        var manifest = new ModuleManifest(Text.Replace(name, "Other", StringComparison.Ordinal));

        var problem = Assert.Throws<FormatException>(() => manifest.Complete([], "", "https://example.com"));

        Assert.Contains(name, problem.Message, StringComparison.Ordinal);
    }
}
