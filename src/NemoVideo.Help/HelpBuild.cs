using NemoVideo.Help.Checks;
using NemoVideo.Help.Maml;
using NemoVideo.Help.Metadata;
using NemoVideo.Help.Pages;
using NemoVideo.Help.Topics;

namespace NemoVideo.Help;

/// <summary>Builds the module's help from the pages. If a page has problems, nothing is written.</summary>
internal sealed class HelpBuild(HelpArguments arguments)
{
    private const string TopicPrefix = "about_";

    private readonly List<Problem> _problems = [];

    /// <summary>Returns the problems of all pages. If there are none, the files are written.</summary>
    public IReadOnlyList<Problem> Run()
    {
        var cmdlets = CmdletReader.Read(arguments.Assembly, arguments.References);
        var (topics, pages) = (arguments.Pages.Where(IsTopic).ToList(), arguments.Pages.Where(path => !IsTopic(path)).ToList());

        var files = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            [Path.GetFileName(arguments.Assembly) + "-Help.xml"] = CreateMaml(cmdlets, pages),
        };
        foreach (var topic in topics)
        {
            files[Path.GetFileNameWithoutExtension(topic) + ".help.txt"] = CreateTopic(topic);
        }

        if (_problems.Count == 0)
        {
            Write(files);
        }

        return _problems;
    }

    private static bool IsTopic(string path) => Path.GetFileName(path).StartsWith(TopicPrefix, StringComparison.Ordinal);

    private string CreateMaml(IReadOnlyList<Cmdlet> cmdlets, List<string> paths)
    {
        var byName = paths.ToDictionary(static path => Path.GetFileNameWithoutExtension(path)!, StringComparer.Ordinal);
        foreach (var missing in cmdlets.Where(cmdlet => !byName.ContainsKey(cmdlet.Name)))
        {
            var path = Path.Combine(arguments.Folder, missing.Name + ".md");
            _problems.Add(new Problem(path, 1, ProblemCodes.MissingPage, $"{missing.Name} has no page; write {Path.GetFileName(path)} (see src/NemoVideo.Help/README.md)."));
        }

        var documented = new List<(Cmdlet Cmdlet, HelpPage Page)>();
        foreach (var (name, path) in byName)
        {
            if (cmdlets.FirstOrDefault(cmdlet => cmdlet.Name == name) is { } cmdlet)
            {
                documented.Add((cmdlet, ReadPage(cmdlet, path)));
            }
            else
            {
                _problems.Add(new Problem(path, 1, ProblemCodes.LeftoverPage, $"There is no cmdlet {name}; remove this page."));
            }
        }

        return _problems.Count > 0 ? "" : MamlWriter.Write(documented);
    }

    private HelpPage ReadPage(Cmdlet cmdlet, string path)
    {
        var problems = new ProblemList(path);
        var page = HelpPage.Read(File.ReadAllText(path), problems);
        new PageCheck(page, cmdlet, problems).Run(Path.GetFileName(arguments.Assembly) + "-Help.xml", arguments.OnlineRoot);
        _problems.AddRange(problems.Problems);
        return page;
    }

    private string CreateTopic(string path)
    {
        var problems = new ProblemList(path);
        var text = TopicWriter.Write(File.ReadAllText(path), problems);
        _problems.AddRange(problems.Problems);
        return text;
    }

    private void Write(SortedDictionary<string, string> files)
    {
        Directory.CreateDirectory(arguments.Output);
        foreach (var leftover in Directory.GetFiles(arguments.Output).Where(path => !files.ContainsKey(Path.GetFileName(path))))
        {
            File.Delete(leftover);
        }

        foreach (var (name, text) in files)
        {
            File.WriteAllText(Path.Combine(arguments.Output, name), text);
        }
    }
}
