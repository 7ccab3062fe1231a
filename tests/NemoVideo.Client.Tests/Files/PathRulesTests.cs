using NemoVideo.Client.Files;

namespace NemoVideo.Client.Tests.Files;

/// <summary>The rules for paths of both systems, on each of them (people.md 21).</summary>
public sealed class PathRulesTests
{
    [Theory]
    [InlineData(@"C:\a.mp4", true, false)]
    [InlineData("c:/a.mp4", true, false)]
    [InlineData(@"\\server\share\a.mp4", true, false)]
    [InlineData("//server/share/a.mp4", true, true)]
    [InlineData(@"\\?\C:\a.mp4", true, false)]
    [InlineData(@"\a.mp4", false, false)]
    [InlineData("/a.mp4", false, true)]
    [InlineData("C:a.mp4", false, false)]
    [InlineData("C:", false, false)]
    [InlineData("a.mp4", false, false)]
    [InlineData(@".\a.mp4", false, false)]
    [InlineData("", false, false)]
    public void IsFullyQualified_Path_DependsOnNoCurrentFolder(string path, bool onWindows, bool elsewhere)
    {
        Assert.Equal(onWindows, PathRules.IsFullyQualified(path, isWindows: true));
        Assert.Equal(elsewhere, PathRules.IsFullyQualified(path, isWindows: false));
    }

    [Theory]
    [InlineData(@"C:\Clips\A.mp4", @"c:\clips\a.MP4", true)]
    [InlineData(@"C:\Clips\Ä.mp4", @"\\?\c:\clips\ä.mp4", true)]
    [InlineData(@"\\server\share\a.mp4", @"\\?\unc\SERVER\share\a.mp4", true)]
    [InlineData(@"\\?\Volume{1}\a.mp4", @"Volume{1}\a.mp4", false)]
    [InlineData(@"C:\a.mp4", @"C:\b.mp4", false)]
    public void KeyOf_WindowsPaths_IsEqualForTheSameFile(string one, string other, bool expected) =>
        Assert.Equal(expected, PathRules.KeyOf(one, isWindows: true) == PathRules.KeyOf(other, isWindows: true));

    [Fact]
    public void KeyOf_PathElsewhere_IsThePath() =>
        Assert.Equal(@"/Clips/\\?\A.mp4", PathRules.KeyOf(@"/Clips/\\?\A.mp4", isWindows: false));

    [Theory]
    [InlineData(@"C:\Videos\Day 1\a.mp4", @"c:\videos", true, @"Day 1\a.mp4")]
    [InlineData(@"C:\Videos\a.mp4", @"\\?\C:\Videos\", true, "a.mp4")]
    [InlineData(@"\\?\C:\Videos\a.mp4", @"C:\", true, @"Videos\a.mp4")]
    [InlineData(@"C:\Videos2\a.mp4", @"C:\Videos", true, null)]
    [InlineData("/videos/day 1/a.mp4", "/videos", false, "day 1/a.mp4")]
    [InlineData("/Videos/a.mp4", "/videos", false, null)]
    [InlineData("/a.mp4", "/", false, "a.mp4")]
    public void Below_PathAndFolder_IsTheRelativePath(string path, string folder, bool isWindows, string? expected) =>
        Assert.Equal(expected, PathRules.Below(path, folder, isWindows));

    [Theory]
    [InlineData('/', false)]
    [InlineData('\\', true)]
    public void SortKey_Folder_ComesBeforeLongerNames(char separator, bool isWindows)
    {
        var sorted = "c/A/z.mp4,c/A b.mp4,c/A+b/a.mp4,c/A.mp4,c/a.mp4".Replace('/', separator).Split(',');

        Assert.Equal(sorted, Enumerable.Reverse(sorted).OrderBy(path => PathRules.SortKey(path, isWindows), StringComparer.Ordinal));
    }
}
