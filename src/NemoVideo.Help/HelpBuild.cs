using NemoVideo.Help.Maml;
using NemoVideo.Help.Topics;

namespace NemoVideo.Help;

/// <summary>Builds the module's help from the pages. If a page has problems, nothing is written.</summary>
/// <param name="assembly">The assembly with the cmdlets. References in the same folder are found automatically.</param>
/// <param name="references">References in other folders, such as those of PowerShell.</param>
/// <param name="folder">The folder of the pages.</param>
/// <param name="errors">The table of the error IDs.</param>
/// <param name="output">The output folder. Other files in it are deleted.</param>
/// <param name="projectUrl">The URL of the repository, which has the pages for <c>Get-Help -Online</c>; empty for none.</param>
internal sealed class HelpBuild(
    string assembly, IEnumerable<string> references, string folder, string errors, string output, string projectUrl)
{
    private readonly List<Problem> _problems = [];

    /// <summary>Returns the problems of all pages. If there are none, the files are written.</summary>
    public IReadOnlyList<Problem> Run()
    {
        var cmdlets = CmdletReader.Read(assembly, references);
        var documented = cmdlets.Select(cmdlet => (cmdlet, HelpPage.Read(cmdlet, ListOf(cmdlet.Name)))).ToList();
        foreach (var name in NamesOf("*-*.md").Except(cmdlets.Select(static cmdlet => cmdlet.Name)))
        {
            ListOf(name).Add(1, $"The cmdlet {name} doesn't exist; remove this page.");
        }

        var files = new Dictionary<string, string>();
        var table = new ErrorTable(File.ReadAllText(errors));
        foreach (var name in NamesOf("about_*.md"))
        {
            var problems = ListOf(name);
            files[name] = TopicWriter.Write(name, table.AddTo(File.ReadAllText(problems.Path), name), problems);
        }

        foreach (var (id, text) in table.Topics)
        {
            files[id] = TopicWriter.Write(id, text, new ProblemList(errors, _problems));
        }

        if (_problems.Count == 0)
        {
            Directory.CreateDirectory(output);
            Array.ForEach(Directory.GetFiles(output), File.Delete);
            File.WriteAllText(Path.Combine(output, Path.GetFileName(assembly) + "-Help.xml"), MamlWriter.Write(documented, projectUrl));
            foreach (var (name, text) in files)
            {
                File.WriteAllText(Path.Combine(output, name + ".help.txt"), text);
            }
        }

        return _problems;
    }

    private IEnumerable<string> NamesOf(string pattern) =>
        Directory.GetFiles(folder, pattern).Select(static path => Path.GetFileNameWithoutExtension(path)).Order(StringComparer.Ordinal);

    private ProblemList ListOf(string page) => new(Path.Combine(folder, page + ".md"), _problems);
}
