using System.Text.RegularExpressions;

namespace NemoVideo.Repository.Tests.Documents;

/// <summary>Checks that each rule in docs/protocol.md, docs/jobs.md and SECURITY.md names its tests, and that these tests exist.</summary>
public sealed partial class ProtocolPageTests
{
    [Theory]
    [InlineData("protocol.md", 10)]
    [InlineData("jobs.md", 5)]
    [InlineData("../SECURITY.md", 1)]
    public void Rules_AllSections_AreNumberedWithoutGaps(string page, int sections)
    {
        var numbers = ReadRules(page).Select(rule => rule.Number).ToList();
        var expected = Enumerable.Range(1, sections).SelectMany(section =>
            Enumerable.Range(1, numbers.Count(number => number.StartsWith($"{section}.", StringComparison.Ordinal))).Select(rule => $"{section}.{rule}"));

        Assert.Equal(expected, numbers);
        Assert.Equal(sections, numbers.Select(number => number.Split('.')[0]).Distinct().Count());
    }

    [Theory]
    [InlineData("protocol.md")]
    [InlineData("jobs.md")]
    [InlineData("../SECURITY.md")]
    public void Rules_EachProof_CitesExistingTests(string page)
    {
        Assert.All(ReadRules(page), rule =>
        {
            var proof = Proof().Split(rule.Text);
            Assert.Equal(2, proof.Length);
            var tests = Quoted().Matches(proof[1]).Select(match => match.Groups[1].Value).ToList();
            Assert.NotEmpty(tests);
            Assert.Distinct(tests);
            Assert.All(tests, test => Assert.True(TestNames.All.Contains(test), $"{rule.Number}: no test class, Pester file or Describe block is named {test}"));
        });
    }

    [Theory]
    [InlineData("protocol.md")]
    [InlineData("jobs.md")]
    [InlineData("faults.md")]
    [InlineData("../SECURITY.md")]
    public void Page_EachCitedTest_Exists(string page)
    {
        var tests = TestName().Matches(ReadPage(page)).Select(match => match.Groups[1].Value).ToList();

        Assert.NotEmpty(tests);
        Assert.All(tests, test => Assert.True(TestNames.All.Contains(test), $"No test class, Pester file or Describe block is named {test}"));
    }

    [Theory]
    [InlineData("Repository.ProtocolPageTests", true)]
    [InlineData("Emulator.TokenTests", true)]
    [InlineData("Repository.SupplyChainTests", true)]
    [InlineData("PowerShell.History", true)]
    [InlineData("PowerShell.Start-NemoExport", true)]
    [InlineData("Client.NoSuchTests", false)]
    [InlineData("Emulator.ProtocolPageTests", false)]
    [InlineData("Repository.TestNames", false)]
    [InlineData("Repository.Documents", false)]
    [InlineData("Repository.ProtocolPageTests.AnyMethod", false)]
    [InlineData("PowerShell.NoSuchFile", false)]
    [InlineData("PowerShell.common", false)]
    public void TestNames_All_IncludeClassesPesterFilesAndDescribeBlocks(string name, bool exists) => Assert.Equal(exists, TestNames.All.Contains(name));

    /// <summary>The rules of a page by their numbers, in order.</summary>
    private static List<(string Number, string Text)> ReadRules(string page) =>
        [.. Rule().Matches(ReadPage(page)).Select(match => (match.Groups["number"].Value, match.Groups["text"].Value))];

    private static string ReadPage(string page) => File.ReadAllText(Path.Combine(SourceTree.Root, "docs", page));

    // A rule ends at the next one, at a heading or at the end of the page.
    [GeneratedRegex(@"^- \*\*(?<number>\d+\.\d+)\*\* (?<text>.+?)(?=^- \*\*|^#|\z)", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Rule();

    // In protocol.md, the letters of the sources.
    [GeneratedRegex("^  (?:Proof|[DRO](?:, [DRO])*): ", RegexOptions.Multiline)]
    private static partial Regex Proof();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Quoted();

    [GeneratedRegex(@"`((Acceptance|Client|Emulator|Help|Pictures|PowerShell|Repository)\.[^`]+)`")]
    private static partial Regex TestName();
}
