using System.Text.RegularExpressions;
using NemoVideo.Screenshots;

namespace NemoVideo.Browser.Tests.Screenshots;

/// <summary>The pictures of the README and of the docs.</summary>
public sealed partial class DocumentedPictureTests
{
    private const int MaxBytes = 150 * 1024;

    private static string Folder => Path.Combine(SourceTree.Root, "docs", "screenshots");

    [Fact]
    public void Pictures_OfAllPages_ExistAndAreMadeByTheCommand()
    {
        var pictures = Pages().SelectMany(static page => PicturesOf(page)).ToList();

        Assert.NotEmpty(pictures);
        Assert.All(pictures, static picture => Assert.True(File.Exists(picture), $"{picture} is missing"));
        Assert.All(pictures, static picture => Assert.Equal(Folder, Path.GetDirectoryName(picture)));
        Assert.Equal(Screenshot.Names.Order(), pictures.Select(static picture => Path.GetFileName(picture)).Distinct().Order());
    }

    [Fact]
    public void Pictures_OfAllPages_HaveATextAlternative() => Assert.All(
        Pages(), static page => Assert.DoesNotContain(Picture().Matches(File.ReadAllText(page)), static picture =>
            picture.Groups["alt"].Value.Length == 0 && !picture.Value.StartsWith("<source", StringComparison.Ordinal)));

    [Fact]
    public void Folder_ContainsOnlySmallPicturesOfTheCommand() => Assert.Equal(
        Screenshot.Names.Order(),
        new DirectoryInfo(Folder).EnumerateFiles().Where(static file => file.Length < MaxBytes).Select(static file => file.Name).Order());

    [Fact]
    public void Terminal_ShowsOnlyThePathOfTheClips() => Assert.All(
        Directory.EnumerateFiles(Folder, "*.svg"),
        static file => Assert.Empty(AbsolutePath().Matches(File.ReadAllText(file)).Select(static path => path.Value)));

    private static IEnumerable<string> Pages() =>
        Directory.EnumerateFiles(Path.Combine(SourceTree.Root, "docs"), "*.md", SearchOption.AllDirectories).Append(Path.Combine(SourceTree.Root, "README.md"));

    private static IEnumerable<string> PicturesOf(string page) => Picture().Matches(File.ReadAllText(page))
        .Select(picture => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(page)!, picture.Groups["path"].Value)));

    [GeneratedRegex(
        """!\[(?<alt>[^\]]*)\]\((?<path>[^)]+)\)|<img src="(?<path>[^"]+)" alt="(?<alt>[^"]*)">|<source [^>]*srcset="(?<path>[^"]+)">""")]
    private static partial Regex Picture();

    [GeneratedRegex("(?<![<a-z0-9.])/(?!tmp/clips)(home|Users|root|work|tmp|var|opt|mnt)/[^< ]*")]
    private static partial Regex AbsolutePath();
}
