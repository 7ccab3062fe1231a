using System.Text.RegularExpressions;
using NemoVideo.Client.Errors;

namespace NemoVideo.Client.Tests.Documentation;

/// <summary>The folders of a project import each other in one direction only. docs/ARCHITECTURE.md shows the order.</summary>
public sealed partial class LayeringTests
{
    /// <summary>Lowest first. A folder uses only folders before it; the files beside the folders, named ".", use all of them.</summary>
    private static readonly Dictionary<string, string[]> Order = new(StringComparer.Ordinal)
    {
        ["NemoVideo.Client"] =
            ["Errors", "Files", "Skills", "Http", "Timeline", "Sessions", "Uploads", "Exports", "Edits", "Jobs", "History", "."],
        ["NemoVideo.Pictures"] = ["Timelines", "Reports"],
        ["NemoVideo.Language"] = ["Sentences", "Intents", "."],
        ["NemoVideo.PowerShell"] =
            ["Formatting", "Binding", "Errors", "Pipeline", "Connections", "Sessions", "Uploads", "Timelines", "Edits", "Exports", "Videos",
                "Requests", "."],
        ["NemoVideo.Emulator"] =
            ["Protocol", "Configuration", "Editing", "Recording", "State", "Faults", "Media", "Rendering", "Streaming", "Endpoints", "Pages", "."],
    };

    public static TheoryData<string> Projects => [.. Order.Keys];

    [Theory]
    [MemberData(nameof(Projects))]
    public void Imports_EachFolder_PointDown(string project)
    {
        var order = Order[project];
        var types = TypesIn(string.Concat(Sources(project).Select(static source => source.Code)));
        var found = new List<string>();
        foreach (var (folder, file, code) in Sources(project))
        {
            Assert.True(order.Contains(folder), $"{project} has a new folder, {folder}: add it to the order here and in docs/ARCHITECTURE.md.");
            var own = Array.IndexOf(order, folder);
            found.AddRange(Imports(project, code, order, types)
                .Where(used => Array.IndexOf(order, used) > own)
                .Select(used => $"{project}: {folder}/{file} uses {used}"));
        }

        Assert.Empty(found.Distinct(StringComparer.Ordinal));
    }

    /// <summary>A namespace that the project file imports needs no using line. Its types and extensions are searched by name instead.</summary>
    [Theory]
    [MemberData(nameof(Projects))]
    public void ProjectImports_EachFolder_PointDown(string project)
    {
        var order = Order[project];
        var sources = Sources(project).Select(static source => (source.Folder, source.File, Code: Comment().Replace(source.Code, ""))).ToList();
        var projectFile = File.ReadAllText(Path.Combine(Repository.Root, "src", project, project + ".csproj"));
        var found = new List<string>();
        foreach (var imported in order.Where(folder => projectFile.Contains($"<Using Include=\"{project}.{folder}\"", StringComparison.Ordinal)))
        {
            var names = NamesIn(string.Concat(sources.Where(source => source.Folder == imported).Select(static source => source.Code)));
            Assert.NotEmpty(names);
            found.AddRange(
                from source in sources
                where Array.IndexOf(order, source.Folder) < Array.IndexOf(order, imported)
                from name in names
                where Regex.IsMatch(source.Code, name)
                select $"{project}: {source.Folder}/{source.File} uses {name} of {imported}");
        }

        Assert.Empty(found);
    }

    /// <summary>
    /// The folders of the cmdlets have no namespaces of their own, because users see those of cmdlets and output objects. A partial class
    /// belongs to its lowest folder.
    /// </summary>
    [Fact]
    public void PowerShellTypes_EachFolder_AreUsedFromAbove()
    {
        var order = Order["NemoVideo.PowerShell"];
        var sources = Sources("NemoVideo.PowerShell")
            .Select(source => (source.File, Rank: Array.IndexOf(order, source.Folder), Code: Text().Replace(Comment().Replace(source.Code, ""), ""))).ToList();
        var ranks = sources.SelectMany(static source => TypesIn(source.Code), static (source, type) => (Type: type, source.Rank))
            .GroupBy(static one => one.Type, StringComparer.Ordinal)
            .ToDictionary(static same => same.Key, static same => same.Min(static one => one.Rank), StringComparer.Ordinal);

        Assert.True(ranks["NemoVideoResult"] > ranks["PipelineWriter"]);
        Assert.Empty(
            from source in sources
            from word in Word().Matches(source.Code).Select(static match => match.Value).Distinct(StringComparer.Ordinal)
            where ranks.TryGetValue(word, out var rank) && rank > source.Rank
            select $"{order[source.Rank]}/{source.File} uses {word} of {order[ranks[word]]}");
    }

    /// <summary>The files beside the folders are in the enclosing namespace, so a folder could use them without a using line.</summary>
    [Fact]
    public void LanguageFolders_All_UseNoTypeBesideThem()
    {
        var sources = Sources("NemoVideo.Language")
            .Select(static source => (source.Folder, source.File, Code: Comment().Replace(source.Code, ""))).ToList();
        var names = NamesIn(string.Concat(sources.Where(static source => source.Folder == ".").Select(static source => source.Code)));

        Assert.NotEmpty(names);
        Assert.Empty(
            from source in sources
            where source.Folder != "."
            from name in names
            where Regex.IsMatch(source.Code, name)
            select $"{source.Folder}/{source.File} uses {name}");
    }

    [Fact]
    public void NamesIn_TypesAndExtensions_AreFound() => Assert.Equal(
        [@"\bOne\b", @"\bTwo\b", @"\bThree\b", @"\.Entry\("],
        NamesIn("internal sealed record One(int A); enum Two { } interface Three { static One Entry(this Two two); static int Other(int a); }"));

    /// <summary>The PowerShell layer adds the command to each action.</summary>
    [Theory]
    [InlineData("NemoVideo.Client")]
    [InlineData("NemoVideo.Pictures")]
    [InlineData("NemoVideo.Language")]
    public void Texts_Library_DoNotContainCmdletsOrParameters(string project) =>
        Assert.Empty(Sources(project)
            .SelectMany(static source => Comment().Replace(source.Code, "").Split('\n').Where(static line => CommandName().IsMatch(line)).Select(line => $"{source.File}: {line.Trim()}")));

    /// <summary>An action without a command would leave the user without advice.</summary>
    [Fact]
    public void Advice_EachAction_HasACommand()
    {
        var source = File.ReadAllText(Path.Combine(Repository.Root, "src", "NemoVideo.PowerShell", "Errors", "Advice.cs"));

        Assert.All(
            Enum.GetNames<NemoAction>().Except([nameof(NemoAction.None)]),
            name => Assert.Contains($"NemoAction.{name} => ", source, StringComparison.Ordinal));
    }

    /// <summary>A pure library: it knows neither the client nor PowerShell.</summary>
    [Fact]
    public void LanguageSources_All_ImportNoOtherProject() =>
        Assert.DoesNotContain(Sources("NemoVideo.Language"), static source => OtherProject().IsMatch(source.Code));

    [Fact]
    public void Imports_EachFormOfNamespace_IsFound()
    {
        string[] order = ["Errors", "Http"];
        HashSet<string> types = ["ApiRequest", "Delay"];

        Assert.Equal(["Http"], Imports("NemoVideo.Client", "using NemoVideo.Client.Http;", order, types));
        Assert.Equal(["Http"], Imports("NemoVideo.Client", "using static NemoVideo.Client.Http.Delay;", order, types));
        Assert.Equal(["Http"], Imports("NemoVideo.Client", "var one = new Http.ApiRequest();", order, types));
        Assert.Equal(["Http"], Imports("NemoVideo.Client", "NemoVideo.Client.Http.ApiRequest one;", order, types));
        Assert.Empty(Imports("NemoVideo.Client", "namespace NemoVideo.Client.Http; one.Http.Send(); Http.Send(); // Http.ApiRequest", order, types));
    }

    private static IEnumerable<(string Folder, string File, string Code)> Sources(string project)
    {
        var root = Path.Combine(Repository.Root, "src", project);
        foreach (var path in Directory.EnumerateFiles(root, "*.cs", SearchOption.AllDirectories))
        {
            var parts = Path.GetRelativePath(root, path).Split(Path.DirectorySeparatorChar);
            if (parts[0] is not ("bin" or "obj" or "Compatibility"))
            {
                yield return (parts.Length == 1 ? "." : parts[0], parts[^1], File.ReadAllText(path));
            }
        }
    }

    /// <summary>The folders that the code names, alone or before a type. A property can have the name of a folder.</summary>
    private static IEnumerable<string> Imports(string project, string code, string[] order, HashSet<string> types)
    {
        var uncommented = Comment().Replace(code, "");
        return order.Where(folder => folder != "." && (Regex.IsMatch(uncommented, $@"(?<!namespace )\b{Regex.Escape(project)}\.{folder}\b")
            || Regex.Matches(uncommented, $@"(?<![\w.]){folder}\.([A-Z]\w*)").Any(match => types.Contains(match.Groups[1].Value))));
    }

    private static HashSet<string> TypesIn(string code) => [.. TypeName().Matches(code).Select(static match => match.Groups[1].Value)];

    /// <summary>Patterns that find the types and the extension methods that this code declares.</summary>
    private static string[] NamesIn(string code) =>
    [
        .. TypeName().Matches(code).Select(static match => $@"\b{match.Groups[1].Value}\b"),
        .. ExtensionName().Matches(code).Select(static match => $@"\.{match.Groups[1].Value}\("),
    ];

    [GeneratedRegex(@"\b(?:class|record|record struct|struct|enum|interface) ([A-Z]\w*)")]
    private static partial Regex TypeName();

    [GeneratedRegex(@"\b(\w+)(?:<\w+>)?\(this ")]
    private static partial Regex ExtensionName();

    [GeneratedRegex(@"\b[A-Z][a-z]+-Nemo\w*|""[^""]*(?<=[ '])-[A-Z]\w+")]
    private static partial Regex CommandName();

    [GeneratedRegex("//[^\n]*")]
    private static partial Regex Comment();

    [GeneratedRegex("""
        "(?:[^"\\\n]|\\.)*"
        """)]
    private static partial Regex Text();

    [GeneratedRegex(@"\b[A-Z]\w*\b")]
    private static partial Regex Word();

    [GeneratedRegex(@"(?<!namespace )NemoVideo\.(?!Language)")]
    private static partial Regex OtherProject();
}
