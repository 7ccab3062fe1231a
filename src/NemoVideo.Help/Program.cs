using NemoVideo.Help;

if (args is not [var assembly, var pages, var errors, var output, var projectUrl, .. var references])
{
    Console.Error.WriteLine(
        "Usage: NemoVideo.Help <assembly> <folder of the pages> <error table> <output folder> |<URL of the repository> <reference>…");
    return 2;
}

var problems = new HelpBuild(assembly, references, pages, errors, output, projectUrl.TrimStart('|')).Run();
foreach (var problem in problems)
{
    Console.WriteLine(problem);
}

return problems.Count == 0 ? 0 : 1;
