namespace NemoVideo.Help.Tests;

public sealed class PageScaffoldTests
{
    private static readonly string[] AboutFacts = [ProblemCodes.MissingPage, ProblemCodes.Syntax, ProblemCodes.ParameterFact, ProblemCodes.FrontMatter];

    [Fact]
    public void WriteMissing_NoPages_WritesPagesFromMetadata()
    {
        using var folder = new TestFolder(withPages: false);
        var written = PageScaffold.WriteMissing(folder.Arguments).ToList();

        Assert.Equal([folder.PathOf("Get-Sample.md"), folder.PathOf("Set-Sample.md")], written);
        var problems = folder.Run();
        Assert.Contains(problems, problem => problem.Code == ProblemCodes.Section);
        Assert.DoesNotContain(problems, problem => AboutFacts.Contains(problem.Code));
    }

    [Fact]
    public void WriteMissing_ExistingPage_IsUnchanged()
    {
        using var folder = new TestFolder();

        Assert.Empty(PageScaffold.WriteMissing(folder.Arguments));
    }
}
