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

    case ["cross-validate", .. var rest]:
        foreach (var kind in ModelKind.All.Where(kind => rest is [] || rest[0] == kind.TablePrefix))
        {
            var all = new List<EvaluatedSentence>();
            foreach (var (name, results) in CrossValidation.Run(kind, kind.ReadTables(Folders.Tables)))
            {
                Evaluation.WriteAccuracy(name, results, Console.Out);
                all.AddRange(results);
            }

            Evaluation.WriteAccuracy("all", all, Console.Out);
            if (kind == ModelKind.Requests)
            {
                Evaluation.WriteThresholds(all, Console.Out);
            }

            Evaluation.WriteErrors(errors ? all : [], Console.Out);
        }

        return 0;

    default:
        Console.Error.WriteLine("Usage: NemoVideo.Training [cross-validate [requests | gui]] [--errors]");
        return 2;
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
