using NemoVideo.Client.Errors;
using NemoVideo.Client.Skills;
using NemoVideo.Client.Tests.Support;

namespace NemoVideo.Client.Tests.Skills;

/// <summary>Tests that set environment variables of the process.</summary>
[Collection(NonParallel.Name)]
public sealed class SkillSourceTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose()
    {
        Environment.SetEnvironmentVariable("SKILL_SOURCE", null);
        _folder.Dispose();
    }

    [Fact]
    public void Platform_SkillSource_OverridesPath()
    {
        var path = _folder.Write("SKILL.md", "---\nname: clip-maker\n---\n"u8.ToArray());
        Environment.SetEnvironmentVariable("SKILL_SOURCE", " my-shop ");

        Assert.Equal("my-shop", SkillProfile.Read(path).Platform);
        Assert.Equal("my-shop", SkillProfile.BuiltIn("maker-free-best").Platform);
        Assert.Equal("my-shop", SkillProfile.Default.Platform);
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    public void Platform_EmptySkillSource_IsIgnored(string value)
    {
        Environment.SetEnvironmentVariable("SKILL_SOURCE", value);

        Assert.Equal("unknown", SkillProfile.Default.Platform);
    }

    [Theory]
    [InlineData("a\r\nX-Evil: 1")]
    [InlineData("平台")]
    public void Platform_SkillSourceNotAllowedInHeader_Throws(string value)
    {
        Environment.SetEnvironmentVariable("SKILL_SOURCE", value);

        var exception = Assert.Throws<NemoException>(static () => SkillProfile.Default);
        Assert.Equal(NemoErrorKind.InvalidArgument, exception.Kind);
        Assert.Contains("SKILL_SOURCE", exception.Message, StringComparison.Ordinal);
    }
}
