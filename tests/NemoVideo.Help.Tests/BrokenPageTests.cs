namespace NemoVideo.Help.Tests;

/// <summary>Breaks each rule once, and checks the line and the text of the problem.</summary>
public sealed class BrokenPageTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Run_PagesOfOtherCmdlets_ReportsThemAndWritesNothing()
    {
        File.Move(_folder.PathOf("Set-Sample.md"), _folder.PathOf("Get-Gone.md"));
        var problems = _folder.Run();

        Assert.Contains(problems, problem => problem.Text.StartsWith("Set-Sample has no help page", StringComparison.Ordinal));
        Assert.Contains(problems, problem => problem.Path == _folder.PathOf("Get-Gone.md"));
        Assert.False(Directory.Exists(_folder.Output));
    }

    [Theory]
    [InlineData("Set-Sample.md", "Replaces what is there.", "", "describe '### -Force'", null)]
    [InlineData("Set-Sample.md", "The id.", "The id.\n\n### -Gone\n\nIs gone.", "doesn't have -Gone", 2)]
    [InlineData("Set-Sample.md", "### FileInfo\n\nThe file.\n\n", "", "describe '### FileInfo'", -2)]
    [InlineData("Set-Sample.md", "The colour.", "```yaml\nType: SampleColour\n```", "no code outside an example", 0)]
    [InlineData("Get-Sample.md", "## DESCRIPTION", "## SYNTAX", "Remove the section '## SYNTAX'", 0)]
    [InlineData("Get-Sample.md", "[page](Set-Sample.md)", "[page](Gone.md)", "'Gone.md'", 0)]
    [InlineData("Get-Sample.md", "There is `nothing`", "There is <nothing>", "put this text in backticks", 0)]
    [InlineData("Get-Sample.md", "- A list,\n- of two items.", "> A quotation.", "QuoteBlock", 0)]
    public void Run_BrokenRule_ReportsLineAndExpectedText(string page, string old, string replacement, string text, int? lineOffset)
    {
        var line = _folder.Replace(page, old, replacement);
        var problem = _folder.Run()[0];

        Assert.Equal(_folder.PathOf(page), problem.Path);
        Assert.Contains(text, problem.Text, StringComparison.Ordinal);
        Assert.Equal(line + (lineOffset ?? problem.Line - line), problem.Line);
    }

    [Fact]
    public void Problem_AsText_IsMSBuildError() =>
        Assert.Equal("docs/a.md(7): error NEMOHELP: What.", new Problem("docs/a.md", 7, "What.").ToString());
}
