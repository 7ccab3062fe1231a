using System.Text.RegularExpressions;

namespace NemoVideo.Repository.Tests.Documents;

/// <summary>The relative links of the pages lead to files and headings that exist. The build checks those of the help.</summary>
public sealed partial class LinkTests
{
    public static TheoryData<string> Pages =>
    [
        .. Directory.EnumerateFiles(SourceTree.Root, "*.md")
            .Concat(Directory.EnumerateFiles(Path.Combine(SourceTree.Root, "docs"), "*.md"))
            .Append(Path.Combine(SourceTree.Root, "samples", "README.md"))
            .Select(static path => Path.GetRelativePath(SourceTree.Root, path)),
    ];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Links_EachPage_Exist(string page)
    {
        var path = Path.Combine(SourceTree.Root, page);
        Assert.All(Link().Matches(File.ReadAllText(path)), link =>
        {
            var target = link.Groups["file"].Length == 0 ? path : Path.Combine(Path.GetDirectoryName(path)!, link.Groups["file"].Value);
            Assert.True(Path.Exists(target), link.Value);
            var heading = link.Groups["heading"].Value;
            Assert.True(heading.Length == 0 || Headings(target).Contains(heading), link.Value);
        });
    }

    /// <summary>The anchors that GitHub gives to the headings of a page.</summary>
    private static IEnumerable<string> Headings(string path) => Heading().Matches(File.ReadAllText(path))
        .Select(static match => Punctuation().Replace(match.Groups[1].Value.Trim(), "").Replace(' ', '-').ToLowerInvariant());

    [GeneratedRegex(@"\]\((?![a-z]+:)(?<file>[^)#\s]*)(?:#(?<heading>[^)\s]+))?\)")]
    private static partial Regex Link();

    [GeneratedRegex("^#+ (.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex Punctuation();
}
