using NemoVideo.Training;

var errors = args.Contains("--errors");
switch (args.Where(static arg => arg != "--errors").ToArray())
{
    case []:
        foreach (var kind in ModelKind.All)
        {
            var models = kind.Train(kind.ReadTables(Folders.Tables));
            foreach (var (member, model) in kind.Members.Zip(models))
            {
                var path = Path.Combine(Folders.Models, member.FileName);
                File.WriteAllBytes(path, model.ToBytes());
                Console.WriteLine($"Written: {path} ({new FileInfo(path).Length} bytes)");
            }
        }

        return 0;

    case ["evaluate", var table]:
        var isAgent = Path.GetFileName(table).Contains("gui", StringComparison.Ordinal);
        var evaluate = (isAgent ? ModelKind.AgentSentences : ModelKind.Requests).CreateEvaluator(null);
        Write([(Path.GetFileName(table), LabeledSentence.Read(table).Select(evaluate).ToList())], !isAgent);
        return 0;

    case ["cross-validate", .. var rest]:
        foreach (var kind in ModelKind.All.Where(kind => rest is [] || rest[0] == kind.TablePrefix))
        {
            var sentences = kind.ReadTables(Folders.Tables);
            Write(
                rest is [_, var parts]
                    ? CrossValidation.ByBlock(kind, sentences, int.Parse(parts, System.Globalization.CultureInfo.InvariantCulture))
                    : CrossValidation.ByTable(kind, sentences),
                kind == ModelKind.Requests);
        }

        return 0;

    default:
        Console.Error.WriteLine("Usage: NemoVideo.Training [evaluate <table> | cross-validate [requests | gui [<parts>]]] [--errors]");
        return 2;
}

void Write(IReadOnlyList<(string Name, List<EvaluatedSentence> Results)> groups, bool areRequests)
{
    foreach (var (name, results) in groups)
    {
        Evaluation.WriteAccuracy(name, results, Console.Out);
    }

    var all = groups.SelectMany(static group => group.Results).ToList();
    Evaluation.WriteAccuracy("all", all, Console.Out);
    Evaluation.WriteConfusion(all, Console.Out);
    if (areRequests)
    {
        Evaluation.WriteThresholds(all, Console.Out);
    }
    else
    {
        Evaluation.WriteReplacements(all, Console.Out);
    }

    if (errors)
    {
        Evaluation.WriteErrors(all, Console.Out);
    }
}

/// <summary>The folders of the tables and models in the repository.</summary>
internal static class Folders
{
    public static string Tables { get; } = Path.Combine(Repository(), "src", "NemoVideo.Training", "Tables");

    public static string Models { get; } = Path.Combine(Repository(), "src", "NemoVideo.Language", "Intents");

    private static string Repository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "NemoVideo.PowerShell.sln")))
        {
            folder = folder.Parent ?? throw new DirectoryNotFoundException("The repository was not found above the program.");
        }

        return folder.FullName;
    }
}
