using NemoVideo.Packing;

// The list contains the URL of the repository, and then the files of the module.
switch (args)
{
    case ["describe", var repository, var output, var list]:
        var lines = File.ReadAllLines(list);
        new ModuleDescription(repository, output, lines[0].TrimStart('|'), [.. lines.Skip(1).Select(ModuleFile.Parse)]).Write();
        return 0;

    case ["zip", var folder, var prefix, var archive]:
        ModuleArchive.Write(folder, prefix, archive);
        return 0;

    default:
        Console.Error.WriteLine("Usage: NemoVideo.Packing describe <repository> <output> <list> | zip <folder> <prefix> <archive>");
        return 2;
}
