using NemoVideo.Client.Errors;
using NemoVideo.Client.Tests.Support;
using NemoVideo.Client.Uploads;

namespace NemoVideo.Client.Tests.Uploads;

public sealed class MediaContentTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("a.mov", "\0\0\0\u0008wide\0\0\0\u0008moov\0\0\0\0mdat")]
    [InlineData("a.mov", "\0\0\0\u0008moov")]
    [InlineData("a.MP4", "\0\0\0\u000Cftypisom\0\0\0\u0008moov")]
    [InlineData("a.mp4", "\0\0\0\u000Cftypqt  \0\0\0\u0008moov")]
    [InlineData("a.m4a", "\0\0\0\u000CftypM4A \0\0\0\u0008moov")]
    [InlineData("a.mp3", "ID3\u0004")]
    [InlineData("a.mp3", "\u00FF\u00F3\u0090")]
    [InlineData("a.aac", "ID3\u0004")]
    [InlineData("a.aac", "\u00FF\u00F9\u0050")]
    [InlineData("a.wav", "RF64\u00FF\u00FF\u00FF\u00FFWAVE")]
    [InlineData("a.gif", "GIF87a")]
    public void CheckFile_ContentOfItsExtension_IsAccepted(string name, string content) =>
        Assert.Equal(content.Length, MediaFile.Check(_folder.Write(name, MediaHead.Latin(content))).Length);

    [Theory]
    [InlineData("%PDF-1.7", "appears to be a PDF document")]
    [InlineData("PK\u0003\u0004\u0014", "appears to be a ZIP archive or an Office document")]
    [InlineData("<!DOCTYPE html>\n<title>404</title>", "appears to be text")]
    [InlineData("version https://git-lfs.github.com/spec/v1\n", "appears to be text")]
    [InlineData("\0\0\0\u0018ftypheic\0\0\0\0", "appears to be HEIC or AVIF")]
    [InlineData("OggS\0\u0002", "appears to be Ogg")]
    [InlineData("\0\0\u0001\u00BA\u0044", "appears to be MPEG-PS")]
    [InlineData("\0\0\0\0\0\0\0\0\0\0\0\0", "has an unknown type")]
    [InlineData("\u00FF\u00FEm\0p\u0034", "has an unknown type")]
    public void CheckFile_NoMedia_ReportsWhatTheContentSeemsToBe(string content, string found)
    {
        var path = _folder.Write("clip.mp4", MediaHead.Latin(content));

        var error = Assert.Throws<NemoException>(() => MediaFile.Check(path));

        Assert.Equal(NemoErrorKind.UnsupportedFile, error.Kind);
        Assert.Equal($"'{path}' isn't a valid mp4 file. Its content {found}.", error.Message);
        var isUnknown = found is "has an unknown type" or "appears to be text";
        Assert.StartsWith(
            isUnknown ? "Check that this is the right file" : "Use a file of one of these types: mp4, mov", error.NextStep, StringComparison.Ordinal);
    }

    [Fact]
    public void CheckFile_CutVideo_ReportsThatItsEndIsMissing()
    {
        const string Clip = "\0\0\0\u0010ftypisom\0\0\0\0\0\0\0\u0008moov\0\0\0\u0010mdat12345678";
        Assert.Equal(Clip.Length, MediaFile.Check(_folder.Write("clip.mp4", MediaHead.Latin(Clip))).Length);
        var path = _folder.Write("clip.mp4", MediaHead.Latin(Clip.Substring(0, Clip.Length - 1)));

        var error = Assert.Throws<NemoException>(() => MediaFile.Check(path));

        Assert.Equal(NemoErrorKind.UnsupportedFile, error.Kind);
        Assert.Equal($"'{path}' is incomplete: the end of the file is missing.", error.Message);
    }

    [Fact]
    public void CheckFile_TransportStream_ReportsIt()
    {
        var content = new byte[400];
        (content[0], content[188]) = ((byte)'G', (byte)'G');

        var path = _folder.Write("clip.mov", content);

        var error = Assert.Throws<NemoException>(() => MediaFile.Check(path));

        Assert.Equal($"'{path}' isn't a valid mov file. Its content appears to be MPEG-TS.", error.Message);
    }

    [Theory]
    [InlineData("photo.jpg", ".webp", "WebP", "webp")]
    [InlineData("clip.mp4", ".avi", "AVI", "avi")]
    [InlineData("clip.mp4", ".mkv", "WebM or MKV", "webm, mkv")]
    [InlineData("music.aac", ".m4a", "MP4, MOV or M4A", "mp4, mov, m4a")]
    [InlineData("music.mp3", ".wav", "WAV", "wav")]
    public void CheckFile_ContentOfAnotherAcceptedType_RecommendsItsExtension(string name, string actual, string found, string extensions)
    {
        var path = _folder.Write(name, [.. MediaHead.Of(actual), .. new byte[20]]);

        var error = Assert.Throws<NemoException>(() => MediaFile.Check(path));

        Assert.EndsWith($"Its content appears to be {found}.", error.Message, StringComparison.Ordinal);
        Assert.Equal($"Change the file's extension to one that matches the content: {extensions}.", error.NextStep);
    }

    [Fact]
    public async Task UploadFile_ContentOfAnotherType_SendsNothing()
    {
        await using var service = await TestService.StartAsync();
        var client = await service.ConnectAsync();
        var path = service.Folder.Write("clip.mp4", "%PDF-1.7"u8.ToArray());

        await NemoAssert.ThrowsAsync(
            NemoErrorKind.UnsupportedFile, () => client.UploadFileAsync("s", path, cancellationToken: TestService.Ending));

        Assert.Single(service.Requests);
    }
}
