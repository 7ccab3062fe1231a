using System.Text.RegularExpressions;

namespace NemoVideo.Repository.Tests.Documents;

/// <summary>The names by which the documentation refers to tests, such as <c>Client.TokenTests</c> or <c>PowerShell.History</c>.</summary>
internal static partial class TestNames
{
    /// <summary>
    /// All names: a project, and a test class, a Pester file or a Pester <c>Describe</c> block of that project. The folders inside the project don't
    /// matter. A class or block without a test isn't included, nor is one whose tests are all skipped.
    /// </summary>
    public static IReadOnlySet<string> All { get; } = FindAll().ToHashSet(StringComparer.Ordinal);

    private static IEnumerable<string> FindAll() =>
        from folder in Directory.EnumerateDirectories(Path.Combine(SourceTree.Root, "tests"), "NemoVideo.*.Tests")
        let project = Path.GetFileName(folder).Split('.')[1]
        from path in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
        where !BuildFolder().IsMatch(Path.GetRelativePath(folder, path))
        from name in FindIn(path)
        select $"{project}.{name}";

    private static IEnumerable<string> FindIn(string path)
    {
        const string Pester = ".Tests.ps1";
        if (path.EndsWith(".cs", StringComparison.Ordinal))
        {
            return FindBlocks(path, Class(), Test());
        }

        if (!path.EndsWith(Pester, StringComparison.Ordinal))
        {
            return [];
        }

        var blocks = FindBlocks(path, Describe(), It()).ToList();
        return blocks.Count == 0 ? [] : [.. blocks, Path.GetFileName(path)[..^Pester.Length]];
    }

    private static IEnumerable<string> FindBlocks(string path, Regex block, Regex test) => block.Matches(File.ReadAllText(path))
        .Where(match => test.IsMatch(match.Value))
        .Select(static match => match.Groups["name"].Value);

    [GeneratedRegex(@"^(bin|obj)[\\/]")]
    private static partial Regex BuildFolder();

    // A block ends at the first closing brace that isn't indented.
    [GeneratedRegex(@"^public (sealed |partial )*class (?<name>\w+).*?^\}", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Class();

    [GeneratedRegex(@"^Describe '(?<name>[^']+)'.*?^\}", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Describe();

    // [Fact(Skip = "…")] isn't a match.
    [GeneratedRegex(@"^    \[(Fact|Theory)\]\s*$", RegexOptions.Multiline)]
    private static partial Regex Test();

    [GeneratedRegex("^ +It ['\"]", RegexOptions.Multiline)]
    private static partial Regex It();
}
