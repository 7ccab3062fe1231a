using System.Text;
using NemoVideo.Client.Errors;
using NemoVideo.Client.Skills;
using NemoVideo.Client.Tests.Support;

namespace NemoVideo.Client.Tests.Skills;

public sealed class SkillProfileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("for-video-free", "1080p", 30, 60)]
    [InlineData("maker-free-best", "1080p", 30, 60)]
    [InlineData("video-editing-with-4k", "4K", 60, 180)]
    [InlineData("video-generation-4k", "4K", 120, 240)]
    public void BuiltIn_Skill_MatchesItsDocument(string name, string resolution, int shortest, int longest)
    {
        var profile = SkillProfile.BuiltIn(name);

        Assert.Equal((name, "1.0.0", "unknown"), (profile.Name, profile.Version, profile.Platform));
        Assert.Equal(resolution, profile.Resolution);
        Assert.Equal(TimeSpan.FromSeconds(shortest), profile.ShortestTime);
        Assert.Equal(TimeSpan.FromSeconds(longest), profile.LongestTime);
        Assert.Contains(name, SkillProfile.BuiltInNames);
    }

    [Theory]
    [InlineData("for-video-free", "a.mkv", 1000, "These formats work best: mp4, mov, avi, webm. Clips shorter than 60 seconds")]
    [InlineData("for-video-free", "a.MP4", 52_428_800, "These formats work best: mp4, mov, avi, webm. Clips shorter than 60 seconds")]
    [InlineData("video-editing-with-4k", "a.webm", 1000, "These formats work best: mp4, mov, avi, mkv. To speed up 4K processing")]
    [InlineData("for-video-free", "a.MP4", 52_428_799, null)]
    [InlineData("video-editing-with-4k", "a.mkv", 1000, null)]
    [InlineData("for-video-free", "a.wav", 100_000_000, null)]
    public void TipForUpload_FormatAndSize_DecideWhetherItIsUseful(string name, string file, long byteCount, string? tip)
    {
        var found = SkillProfile.BuiltIn(name).TipForUpload(file, byteCount);

        Assert.True(tip is null ? found is null : found!.StartsWith(tip, StringComparison.Ordinal), found);
    }

    [Theory]
    [InlineData("language: de", "de")]
    [InlineData("language: \"zh-CN\" # the agent's", "zh-CN")]
    [InlineData("version: 1.0.0", "en")]
    [InlineData("language: [en, de]", "en")]
    [InlineData("language:\n  - de", "en")]
    [InlineData("language: whatever you speak", "en")]
    public void Read_Language_IsCodeOrEnglish(string line, string expected)
    {
        var path = _folder.Write("SKILL.md", Encoding.UTF8.GetBytes($"---\nname: clip-maker\n{line}\n---\n"));

        Assert.Equal(expected, SkillProfile.Read(path).Language);
    }

    [Fact]
    public void BuiltIn_UpperCase_IsTheSameSkill() => Assert.Equal("for-video-free", SkillProfile.BuiltIn("FOR-Video-Free").Name);

    [Fact]
    public void BuiltIn_UnknownName_ListsTheFour()
    {
        var exception = Assert.Throws<NemoException>(static () => SkillProfile.BuiltIn("for-video-fre"));

        Assert.Equal(NemoErrorKind.InvalidArgument, exception.Kind);
        Assert.Contains("for-video-fre", exception.Message, StringComparison.Ordinal);
        Assert.All(SkillProfile.BuiltInNames, name => Assert.Contains(name, exception.NextStep, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("---\nname: clip-maker\nversion: 2.3.1\n---\n# Clip maker\n", "clip-maker", "2.3.1")]
    [InlineData("---\r\nname: clip-maker\r\nversion: 2.3.1\r\n---\r\n", "clip-maker", "2.3.1")]
    [InlineData("\uFEFF---\nname: clip-maker\nversion: 2.3.1\n---", "clip-maker", "2.3.1")]
    [InlineData("--- \nname:   'clip-maker' \nversion: \"2.3.1\"  # as released\n--- \n", "clip-maker", "2.3.1")]
    [InlineData("---\nname: clip-maker\nversion: 1.10\n---\n", "clip-maker", "1.10")]
    [InlineData("---\nname: clip-maker\n---\n", "clip-maker", "1.0.0")]
    [InlineData("---\ndescription: |\n  name: another\n  version: 9\nmetadata: {name: x, nested: [a, {b: c}]}\nname: clip-maker\n---\nname: third\n", "clip-maker", "1.0.0")]
    public void Read_FrontMatter_ReturnsNameAndVersion(string text, string name, string version)
    {
        var profile = SkillProfile.Read(Write(text));

        Assert.Equal((name, version, "unknown"), (profile.Name, profile.Version, profile.Platform));
        Assert.Null(profile.Resolution);
        Assert.Null(profile.ShortestTime);
        Assert.Null(profile.LongestTime);
    }

    [Fact]
    public void Read_NameOfBuiltIn_MakesWhatThatMakes()
    {
        var profile = SkillProfile.Read(Write("---\nname: video-generation-4k\nversion: 7.0.0\n---\n"));

        Assert.Equal(SkillProfile.BuiltIn("video-generation-4k") with { Version = "7.0.0" }, profile);
    }

    [Theory]
    [InlineData("", "front matter")]
    [InlineData("# Clip maker\n", "front matter")]
    [InlineData("---\nname: clip-maker\n", "front matter")]
    [InlineData("---\nversion: 1.0.0\n---\n", "no 'name'")]
    [InlineData("---\nname:\n---\n", "no 'name'")]
    [InlineData("---\nname: ''\n---\n", "no 'name'")]
    [InlineData("---\nname: |\n  clip-maker\n---\n", "plain text")]
    [InlineData("---\nname: \"clip-maker\n---\n", "plain text")]
    [InlineData("---\nname: clip-maker\nversion: {major: 1}\n---\n", "plain text")]
    [InlineData("---\nname: clip maker\n---\n", "has an invalid")]
    [InlineData("---\nname: \"a\\r\\nX-Evil: 1\"\n---\n", "plain text")]
    public void Read_InvalidSkill_ThrowsWithReasonAndNextStep(string text, string why)
    {
        AssertUnusable(Write(text), why);
    }

    [Fact]
    public void Read_FileMissing_ThrowsWithReason()
    {
        foreach (var path in new[] { _folder.PathOf("nothing.md"), _folder.PathOf("no", "folder.md"), _folder.FullName })
        {
            var exception = Assert.Throws<NemoException>(() => SkillProfile.Read(path));
            Assert.Equal(NemoErrorKind.FileAccess, exception.Kind);
            Assert.Contains("SKILL.md", exception.NextStep, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("clawhub", ".clawhub", "clip-maker", "SKILL.md")]
    [InlineData("clawhub", ".clawhub", "SKILL.md")]
    [InlineData("cursor", ".cursor", "skills", "clip-maker", "SKILL.md")]
    [InlineData("unknown", ".cursor", "rules", "SKILL.md")]
    [InlineData("clawhub", "work", "..", ".clawhub", "SKILL.md")]
    public void Platform_Path_IsWhereTheFileLies(string platform, params string[] parts)
    {
        Assert.Equal(platform, SkillPlatform.Of(_folder.PathOf(parts), _folder.FullName));
        Assert.Equal("unknown", SkillPlatform.Of(_folder.PathOf(parts), _folder.PathOf("another home")));
        Assert.Equal("unknown", SkillPlatform.Of(_folder.PathOf(parts), ""));
    }

    private static void AssertUnusable(string path, string why)
    {
        var exception = Assert.Throws<NemoException>(() => SkillProfile.Read(path));
        Assert.Equal(NemoErrorKind.InvalidArgument, exception.Kind);
        Assert.Contains(why, exception.Message, StringComparison.Ordinal);
        Assert.Contains(path, exception.Message, StringComparison.Ordinal);
        Assert.NotEmpty(exception.NextStep);
        Assert.DoesNotContain(exception.Message, char.IsControl);
    }

    private string Write(string text) => _folder.Write("SKILL.md", Encoding.UTF8.GetBytes(text));
}
