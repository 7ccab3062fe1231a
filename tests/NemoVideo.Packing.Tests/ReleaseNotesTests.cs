namespace NemoVideo.Packing.Tests;

public sealed class ReleaseNotesTests
{
    private const string Changelog = "# Changelog\n\n## [Unreleased]\n\n- New.\n\n## [1.0.0] - 2026-01-02\n\n- First.\n  Second line.\n";

    [Theory]
    [InlineData("1.0.0", "- First.\n  Second line.")]
    [InlineData("1.1.0", "- New.")]
    public void Of_Version_ReturnsItsSectionOrUnreleasedOne(string version, string expected) =>
        Assert.Equal(expected, ReleaseNotes.Of(Changelog.ReplaceLineEndings("\r\n"), version));

    [Fact]
    public void Of_NoSection_Throws() =>
        Assert.Throws<FormatException>(() => ReleaseNotes.Of("# Changelog\n\n## [1.0.0]\n\n- First.\n", "1.1.0"));

    [Fact]
    public void Of_LongSection_EndsAfterWholeEntryWithReference()
    {
        var entries = string.Concat(Enumerable.Range(0, 1000).Select(static number => $"- Entry {number}\n  with a second line.\n"));

        var notes = ReleaseNotes.Of($"## [Unreleased]\n\n{entries}", "1.0.0");

        Assert.InRange(notes.Length, 9_000, 10_000);
        Assert.EndsWith("\n  with a second line.\n- The file CHANGELOG.md in the folder of the module lists all changes.", notes, StringComparison.Ordinal);
    }
}
