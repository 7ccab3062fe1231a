namespace NemoVideo.Help.Tests;

/// <summary>Breaks each rule once, and checks the code, the line and the text of the problem.</summary>
public sealed class BrokenPageTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Run_MissingPage_ReportsItsName()
    {
        File.Delete(_folder.PathOf("Set-Sample.md"));
        _folder.Replace("Get-Sample.md", "[page](Set-Sample.md)", "page");
        _folder.Replace("Get-Sample.md", "(Set-Sample.md)", "(Get-Sample.md)");
        var problem = Assert.Single(_folder.Run());

        Assert.Equal((_folder.PathOf("Set-Sample.md"), 1, "NEMOHELP001"), (problem.Path, problem.Line, problem.Code));
    }

    [Fact]
    public void Run_PageWithoutCmdlet_ReportsItsName()
    {
        File.Copy(_folder.PathOf("Get-Sample.md"), _folder.PathOf("Get-Gone.md"));
        var problem = Assert.Single(_folder.Run());

        Assert.Equal((_folder.PathOf("Get-Gone.md"), "NEMOHELP002"), (problem.Path, problem.Code));
    }

    [Fact]
    public void Run_RenamedParameter_ReportsMissingAndUnknown()
    {
        var line = _folder.Replace("Set-Sample.md", "### -Force\n\nReplaces what is there.", "### -Gone\n\nIs gone.");
        var problems = _folder.Run();

        Assert.Equal(["NEMOHELP003", "NEMOHELP004"], problems.Select(problem => problem.Code));
        Assert.Contains("add '### -Force'", problems[0].Text, StringComparison.Ordinal);
        Assert.Contains("a -Gone parameter", problems[1].Text, StringComparison.Ordinal);
        Assert.Equal(line, problems[1].Line);
    }

    [Theory]
    [InlineData("Set-Sample.md", "Replaces what is there.", "", "NEMOHELP003", "-Force", -2)]
    [InlineData("Get-Sample.md", "### Example 3: Three", "### Example 4: Three", "NEMOHELP005", "'### Example 3: '", 0)]
    [InlineData("Get-Sample.md", "### Example 3: Three\n\n```powershell\nGet-Sample\n```\n\nA third.\n\n", "", "NEMOHELP005", "The page must have at least 3 examples, but it has 2.", -23)]
    [InlineData("Get-Sample.md", "A third.", "", "NEMOHELP005", "Below the code", -6)]
    [InlineData("Get-Sample.md", "```powershell\nGet-Sample -Verbose |\n    Out-Null\n```\n\n", "", "NEMOHELP005", "one code block", -2)]
    [InlineData("Get-Sample.md", "# Get-Sample", "# Get-Other", "NEMOHELP006", "'# Get-Sample'", 0)]
    [InlineData("Get-Sample.md", "Gets nothing.", "", "NEMOHELP006", "'## SYNOPSIS'", -2)]
    [InlineData("Get-Sample.md", "## DESCRIPTION", "## OTHER", "NEMOHELP006", "'## DESCRIPTION'", -12)]
    [InlineData("Get-Sample.md", "[Set-Sample](Set-Sample.md)", "", "NEMOHELP006", "'## RELATED LINKS'", -2)]
    [InlineData("Get-Sample.md", "Get-Sample [<CommonParameters>]", "Get-Sample [-All] [<CommonParameters>]", "NEMOHELP007", "Get-Sample [<CommonParameters>]", -3)]
    [InlineData("Set-Sample.md", "### Id", "### Ids", "NEMOHELP007", "'### Id', put this syntax in a code block: Set-Sample -Id <String>", null)]
    [InlineData("Set-Sample.md", "Type: SampleColour", "Type: String", "NEMOHELP008", "The YAML block of -Colour must contain the line 'Type: SampleColour'", 0)]
    [InlineData("Set-Sample.md", "Accepted values: low, high", "Accepted values: low", "NEMOHELP008", "Accepted values: low, high", 0)]
    [InlineData("Set-Sample.md", "Aliases: FullName, LP", "Aliases: FullName", "NEMOHELP008", "Aliases: FullName, LP", 0)]
    [InlineData("Set-Sample.md", "Position: 0", "Position: 1", "NEMOHELP008", "Position: 0", 0)]
    [InlineData("Set-Sample.md", "True (ByPropertyName, ByValue)", "True (ByValue)", "NEMOHELP008", "True (ByPropertyName, ByValue)", 0)]
    [InlineData("Set-Sample.md", "Accept wildcard characters: True", "Accept wildcard characters: False", "NEMOHELP008", "Accept wildcard characters: True", 0)]
    [InlineData("Set-Sample.md", "Parameter Sets: Id", "Parameter Sets: (All)", "NEMOHELP008", "Parameter Sets: Id", 0)]
    [InlineData("Set-Sample.md", "Parameter Sets: Path\nAliases: FullName, LP\n\nRequired: True", "Parameter Sets: Path\nAliases: FullName, LP\n\nRequired: False", "NEMOHELP008", "Required: True", 3)]
    [InlineData("Get-Sample.md", "schema: 2.0.0\n", "schema: 2.0.0\nonline version: https://example.com\n", "NEMOHELP009", "Remove this line from the front matter: online version: https://example.com", 1)]
    [InlineData("Get-Sample.md", "schema: 2.0.0\n", "", "NEMOHELP009", "schema: 2.0.0", -4)]
    [InlineData("Set-Sample.md", "### FileInfo", "### DirectoryInfo", "NEMOHELP010", "'### FileInfo'", null)]
    [InlineData("Set-Sample.md", "### Object\n\nAny object with a Path.\n\n", "", "NEMOHELP010", "accepts pipeline input", -2)]
    [InlineData("Get-Sample.md", "No input.", "", "NEMOHELP010", "'### None'", -2)]
    [InlineData("Get-Sample.md", "[page](Set-Sample.md)", "[page](Gone.md)", "NEMOHELP011", "'Gone.md'", 0)]
    [InlineData("Get-Sample.md", "There is `nothing`", "There is <nothing>", "NEMOHELP013", "put this text in backticks", 0)]
    [InlineData("Get-Sample.md", "- A list,\n- of two items.", "> A quotation.", "NEMOHELP013", "Quote", 0)]
    [InlineData("about_Sample.md", "# about_Sample", "# about_Other", "NEMOHELP012", "'# about_Sample'", 0)]
    [InlineData("about_Sample.md", "What a topic looks like.", "", "NEMOHELP012", "'## Short description'", -4)]
    [InlineData("about_Sample.md", "What a topic looks like.", "What a topic looks like, told in a sentence that is too long for the one line of a list.", "NEMOHELP012", "76", -2)]
    [InlineData("about_Sample.md", "    Out-Null", "    Out-Null # A comment that makes this line longer than what a page can show in 80 columns", "NEMOHELP012", "at most 72", 0)]
    public void Run_BrokenRule_ReportsLineAndExpectedText(string page, string old, string replacement, string code, string text, int? lineOffset)
    {
        var line = _folder.Replace(page, old, replacement);
        var problems = _folder.Run();
        var problem = problems[0];
        Assert.Equal((_folder.PathOf(page), code), (problem.Path, problem.Code));
        Assert.Contains(text, problem.Text, StringComparison.Ordinal);
        if (lineOffset is { } offset)
        {
            Assert.Single(problems);
            Assert.Equal(Math.Max(1, line + offset), problem.Line);
        }
    }
}
