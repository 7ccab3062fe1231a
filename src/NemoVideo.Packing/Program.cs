using NemoVideo.Packing;

switch (args)
{
    case ["describe", var file]:
        new ModuleDescription(DescriptionArguments.Read(file)).Write();
        return 0;

    case ["zip", var folder, var prefix, var archive]:
        ModuleArchive.Write(folder, prefix, archive);
        return 0;

    case ["compress", var archive]:
        ModuleArchive.Compress(archive);
        return 0;

    default:
        Console.Error.WriteLine("Usage: NemoVideo.Packing describe <arguments file> | zip <folder> <prefix> <archive> | compress <archive>");
        return 2;
}
