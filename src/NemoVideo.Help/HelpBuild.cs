using NemoVideo.Help.Checks;
using NemoVideo.Help.Maml;
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
        var pages = arguments.Pages.ToLookup(static path => Path.GetFileName(path).StartsWith(TopicPrefix, StringComparison.Ordinal));
        var helpFile = Path.GetFileName(arguments.Assembly) + "-Help.xml";
        var files = new SortedDictionary<string, string>(StringComparer.Ordinal);
        files[helpFile] = CreateMaml(cmdlets, pages[false], helpFile);
        foreach (var topic in pages[true])
        {
            var text = TopicWriter.Write(File.ReadAllText(topic), new ProblemList(topic, _problems));
            files[Path.GetFileNameWithoutExtension(topic) + ".help.txt"] = text;
        }

        if (_problems.Count == 0)
        {
            Write(files);
        }

        return _problems;
    }

    private string CreateMaml(IReadOnlyList<Cmdlet> cmdlets, IEnumerable<string> paths, string helpFile)
    {
        var byName = paths.ToDictionary(static path => Path.GetFileNameWithoutExtension(path), StringComparer.Ordinal);
        foreach (var missing in cmdlets.Where(cmdlet => !byName.ContainsKey(cmdlet.Name)))
        {
            var text = $"{missing.Name} has no help page. To create {missing.Name}.md, run: dotnet "
                + "src/NemoVideo.Help/bin/Debug/net10.0/NemoVideo.Help.dll scaffold src/NemoVideo.PowerShell/obj/Debug/net10.0/help.arguments";
            _problems.Add(new Problem(Path.Combine(arguments.Folder, missing.Name + ".md"), 1, ProblemCodes.MissingPage, text));
        }

        var documented = new List<(Cmdlet Cmdlet, HelpPage Page)>();
        foreach (var (name, path) in byName)
        {
            var problems = new ProblemList(path, _problems);
            if (cmdlets.FirstOrDefault(cmdlet => cmdlet.Name == name) is { } cmdlet)
            {
                var page = HelpPage.Read(File.ReadAllText(path), problems);
                new PageCheck(page, cmdlet, problems).Run(helpFile);
                documented.Add((cmdlet, page));
            }
            else
            {
                problems.Add(1, ProblemCodes.LeftoverPage, $"The cmdlet {name} doesn't exist; remove this page.");
            }
        }

        return _problems.Count > 0 ? "" : MamlWriter.Write(documented);
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
