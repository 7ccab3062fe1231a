namespace NemoVideo.Acceptance.Tests.People;

/// <summary>Other extensions of the types that are accepted (people.md 17).</summary>
[Trait("Source", "carpoolear 355")]
public sealed class FileTests(SharedEmulator emulator) : IClassFixture<SharedEmulator>
{
    // A picture of 8 x 8 pixels.
    private const string Jpeg =
        "/9j/4AAQSkZJRgABAgAAAQABAAD//gAQTGF2YzU5LjM3LjEwMAD/2wBDAAgEBAQEBAUFBQUFBQYGBgYGBgYGBgYGBgYHBwcICAgHBwcGBgcHCAgICAkJ"
        + "CQgICAgJCQoKCgwMCwsODg4RERT/xABMAAEBAAAAAAAAAAAAAAAAAAAABgEBAQAAAAAAAAAAAAAAAAAABgcQAQAAAAAAAAAAAAAAAAAAAAARAQAAAAAA"
        + "AAAAAAAAAAAAAAD/wAARCAAIAAgDASIAAhEAAxEA/9oADAMBAAIRAxEAPwCLAFF/f//Z";

    [Fact]
    public async Task SendNemoUpload_JpegExtension_UploadsFile()
    {
        await using var setup = await emulator.StartAsync();
        File.WriteAllBytes(setup.Folder["photo.jpeg"], Convert.FromBase64String(Jpeg));
        File.SetLastWriteTimeUtc(setup.Folder["photo.jpeg"], DateTime.UtcNow.AddDays(-1));

        var output = await setup.RunConnectedAsync("Send-NemoUpload photo.jpeg -SessionPerFile");

        Assert.Equal(["photo.jpeg"], output.WithoutErrors().Values("Name"));
        Assert.Equal(1, (await setup.Emulator.SessionsAsync())[^1].UploadCount);
    }

    [Theory]
    [InlineData("clip.m4v", "M4V ", ".mp4")]
    [InlineData("clip.qt", "qt  ", ".mov")]
    [InlineData("clip.mpg", "isom", "mp4")]
    [InlineData("photo.heic", "isom", "jpg")]
    public async Task SendNemoUpload_OtherExtension_ErrorNamesOneThatIsAccepted(string name, string brand, string accepted)
    {
        await using var setup = await emulator.StartAsync();
        AddClip(setup.Folder, name, brand);

        var output = await setup.RunConnectedAsync($"Send-NemoUpload {name} -SessionPerFile");

        var error = Assert.Single(output.Errors);
        Assert.Equal("NemoUnsupportedFile", error.Id);
        Assert.Contains(accepted, error.Text, StringComparison.Ordinal);
    }

    /// <summary>Adds a clip whose first box names another file type.</summary>
    private static void AddClip(TestFolder folder, string name, string brand)
    {
        using (var file = new FileStream(folder.AddClip(name), FileMode.Open))
        {
            file.Seek(8, SeekOrigin.Begin);
            file.Write([.. brand.Select(static letter => (byte)letter)]);
        }

        File.SetLastWriteTimeUtc(folder[name], DateTime.UtcNow.AddDays(-1));
    }
}
