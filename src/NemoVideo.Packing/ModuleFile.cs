namespace NemoVideo.Packing;

/// <summary>A file of the module.</summary>
/// <param name="LayoutPath">The path in the module, with <c>/</c> as the separator.</param>
/// <param name="SourcePath">The path of the file that is copied.</param>
internal sealed record ModuleFile(string LayoutPath, string SourcePath)
{
    /// <summary>Reads a line of the build: both paths, separated by <c>|</c>.</summary>
    public static ModuleFile Parse(string line) => new(line.Split('|')[0], line.Split('|')[1]);
}
