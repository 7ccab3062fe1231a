using NemoVideo.Help.Tests.Samples;

namespace NemoVideo.Help.Tests;

/// <summary>A folder with the sample pages and the output of the tool.</summary>
internal sealed class TestFolder : IDisposable
{
    public const string HelpFile = "NemoVideo.Help.Tests.dll-Help.xml";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("nemo-help-");

    public TestFolder()
    {
        foreach (var page in Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Pages")))
        {
            File.Copy(page, PathOf(Path.GetFileName(page)));
        }
    }

    public string Output => Path.Combine(_folder.FullName, "output");

    public string PathOf(string page) => Path.Combine(_folder.FullName, page);

    public IReadOnlyList<Problem> Run(string projectUrl = "") =>
        new HelpBuild(typeof(GetSampleCommand).Assembly.Location, [], _folder.FullName, PathOf("errors.md"), Output, projectUrl).Run();

    public string ReadOutput(string file) => File.ReadAllText(Path.Combine(Output, file));

    /// <summary>Replaces a text that occurs once in a page, and returns its line.</summary>
    public int Replace(string page, string old, string replacement)
    {
        var text = File.ReadAllText(PathOf(page));
        var index = text.IndexOf(old, StringComparison.Ordinal);
        Assert.True(index >= 0 && text.IndexOf(old, index + 1, StringComparison.Ordinal) < 0, $"'{old}' must be in {page} once.");
        File.WriteAllText(PathOf(page), text.Replace(old, replacement, StringComparison.Ordinal));
        return text[..index].Count(character => character == '\n') + 1;
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
