using System.Text.RegularExpressions;
using NemoVideo.Client.Protocol;

namespace NemoVideo.Client.Tests.Documentation;

/// <summary>docs/protocol.md, docs/journal.md and SECURITY.md: each rule has proof, and each proof exists.</summary>
public sealed partial class ProtocolPageTests
{
    [Theory]
    [InlineData("protocol.md", 11)]
    [InlineData("journal.md", 5)]
    [InlineData("../SECURITY.md", 5)]
    public void Rules_OfAllSections_AreNumberedWithoutAGap(string page, int sections)
    {
        var numbers = ReadRules(page).Select(rule => rule.Number).ToList();
        var expected = Enumerable.Range(1, sections).SelectMany(section =>
            Enumerable.Range(1, numbers.Count(number => number.StartsWith($"{section}.", StringComparison.Ordinal))).Select(rule => $"{section}.{rule}"));

        Assert.Equal(expected, numbers);
        Assert.Equal(sections, numbers.Select(number => number.Split('.')[0]).Distinct().Count());
    }

    [Theory]
    [InlineData("protocol.md")]
    [InlineData("journal.md")]
    [InlineData("../SECURITY.md")]
    public void Rules_All_HaveProofThatExists(string page)
    {
        Assert.All(ReadRules(page), rule =>
        {
            var proof = rule.Text.Split("Proof:");
            Assert.Equal(2, proof.Length);
            var tests = Quoted().Matches(proof[1]).Select(match => match.Groups[1].Value).ToList();
            Assert.NotEmpty(tests);
            Assert.All(tests, test => Assert.True(Exists(test), $"{rule.Number}: there is no test {test}"));
        });
    }

    /// <summary>The rules of a page by their numbers, in order.</summary>
    private static List<(string Number, string Text)> ReadRules(string page) =>
        [.. Rule().Matches(File.ReadAllText(Path.Combine(Repository.Root, "docs", page))).Select(match => (match.Groups["number"].Value, match.Groups["text"].Value))];

    private static bool Exists(string test)
    {
        if (test.Split(": ", 2) is [var script, var sentence])
        {
            var path = Path.Combine(Repository.Root, "tests", "NemoVideo.PowerShell.Tests", script["PowerShell.".Length..] + ".Tests.ps1");
            return File.Exists(path) && File.ReadAllText(path).Contains($"It '{sentence}'", StringComparison.Ordinal);
        }

        return test.Split('.') is [var project, var type, var method]
            && Directory.EnumerateFiles(Path.Combine(Repository.Root, "tests", $"NemoVideo.{project}.Tests"), type + ".cs", SearchOption.AllDirectories)
                .Any(file => IsTest(File.ReadAllText(file), method));
    }

    /// <summary>Whether a method is there and runs as a test: an attribute above it says so, and does not skip it.</summary>
    private static bool IsTest(string source, string method)
    {
        var lines = source.Split('\n');
        var place = Array.FindIndex(lines, line => line.StartsWith("    public ", StringComparison.Ordinal) && line.Contains($" {method}(", StringComparison.Ordinal));
        return place > 0 && lines.Take(place).Reverse().TakeWhile(static line => line.Trim().Length > 0).Any(static line => line.Trim() is "[Fact]" or "[Theory]");
    }

    // A rule ends at the next one, at a heading or at the end of the page.
    [GeneratedRegex(@"^- \*\*(?<number>\d+\.\d+)\*\* (?<text>.+?)(?=^- \*\*|^#|\z)", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Rule();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Quoted();
}
