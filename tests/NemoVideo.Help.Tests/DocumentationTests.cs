using System.Text.RegularExpressions;
using NemoVideo.Help.Topics;

namespace NemoVideo.Help.Tests;

/// <summary>Compares names in the pages with the sources.</summary>
public sealed partial class DocumentationTests
{
    // The name of the token in a user's vault: Get-Secret -Name NemoToken.
    private const string SecretOfExamples = "NemoToken";

    private static readonly string Root = Repository.Root;

    private static readonly string Module = Path.Combine(Root, "src", "NemoVideo.PowerShell");
    private static readonly string Docs = Path.Combine(Root, "docs", "en-US");

    private static readonly string Errors = string.Concat(
        Directory.GetFiles(Path.Combine(Module, "Errors"), "*.cs").Union(Files("*ErrorRecords.cs")).Select(path => Read(path)));

    /// <summary>The error IDs that scripts use. Those of two kinds of the client have the default name and category.</summary>
    private static readonly HashSet<string> Ids =
        [.. Id().Matches(Errors).Select(match => match.Groups["id"].Value), "NemoAmbiguousSession", "NemoUnsupportedFile"];

    [Fact]
    public void ErrorTable_Always_HasAnEntryForEachErrorId()
    {
        var table = Read(Module, "Errors", "errors.md");
        var described = new ErrorTable(table).Topics.Select(static topic => topic.Id);

        Assert.Equal(Ids.Order(StringComparer.Ordinal), described.Order(StringComparer.Ordinal));
        Assert.Equal(Ids.Count, Regex.Count(table, "^### ", RegexOptions.Multiline));
    }

    [Fact]
    public void Pages_NamesThatStartWithNemo_Exist()
    {
        var types = Files("Nemo*.cs").SelectMany(path => OutputType().Matches(Read(path)))
            .Select(match => match.Groups["name"].Value);
        var nouns = Files("?*Nemo*Command.cs").Select(path => NounOf(Path.GetFileNameWithoutExtension(path)));
        var samples = Directory.GetFiles(Path.Combine(Root, "samples"), "*.ps1")
            .Select(path => Path.GetFileNameWithoutExtension(path).Split('-')[1]);
        var known = Ids.Concat(types).Concat(nouns).Concat(samples).Append("NemoVideo").Append(SecretOfExamples).ToHashSet(StringComparer.Ordinal);

        Assert.All(Directory.GetFiles(Docs, "*.md").Append(Path.Combine(Module, "Errors", "errors.md")), path => Assert.All(
            Name().Matches(File.ReadAllText(path)),
            match => Assert.True(known.Contains(match.Value), $"{Path.GetFileName(path)} names {match.Value}, and there is no such thing.")));
    }

    private static IEnumerable<string> Files(string pattern) =>
        Directory.GetDirectories(Module).Where(static folder => Path.GetFileName(folder) is not ("bin" or "obj"))
            .SelectMany(folder => Directory.GetFiles(folder, pattern));

    private static string Read(params string[] path) => File.ReadAllText(Path.Combine(path)).ReplaceLineEndings("\n");

    private static string NounOf(string type) => type[type.IndexOf("Nemo", StringComparison.Ordinal)..].Replace("Command", "", StringComparison.Ordinal);

    [GeneratedRegex(@"^public (sealed|abstract) class (?<name>Nemo\w+)", RegexOptions.Multiline)]
    private static partial Regex OutputType();

    [GeneratedRegex("""(?<=")(?<id>Nemo[A-Z]\w+)(?=")""")]
    private static partial Regex Id();

    [GeneratedRegex(@"(?<![\w.])Nemo[A-Z]\w+")]
    private static partial Regex Name();
}
