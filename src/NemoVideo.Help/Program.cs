using NemoVideo.Help;

switch (args)
{
    case [var file]:
        var problems = new HelpBuild(HelpArguments.Read(file)).Run();
        foreach (var problem in problems)
        {
            Console.WriteLine(problem);
        }

        return problems.Count == 0 ? 0 : 1;

    case ["scaffold", var file]:
        foreach (var path in PageScaffold.WriteMissing(HelpArguments.Read(file)))
        {
            Console.WriteLine($"Written: {path}");
        }

        return 0;

    default:
        Console.Error.WriteLine("Usage: NemoVideo.Help [scaffold] <arguments file>   (created by the build: obj/…/help.arguments)");
        return 2;
}
