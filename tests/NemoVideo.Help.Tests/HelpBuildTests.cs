using System.Xml.Linq;

namespace NemoVideo.Help.Tests;

public sealed class HelpBuildTests : IDisposable
{
    private static readonly XNamespace Maml = "http://schemas.microsoft.com/maml/2004/10";
    private static readonly XNamespace Command = "http://schemas.microsoft.com/maml/dev/command/2004/10";
    private static readonly XNamespace Dev = "http://schemas.microsoft.com/maml/dev/2004/10";

    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Run_ValidPages_WritesHelpAndTopics()
    {
        Assert.Empty(_folder.Run());
        Assert.Equal(
            ["NemoOne.help.txt", "NemoTwo.help.txt", TestFolder.HelpFile, "about_NemoVideo_Errors.help.txt", "about_Sample.help.txt"],
            Directory.GetFiles(_folder.Output).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        var commands = XDocument.Parse(_folder.ReadOutput(TestFolder.HelpFile)).Root!.Elements(Command + "command").ToList();
        Assert.Equal(["Get-Sample", "Set-Sample"], commands.Select(command => command.Element(Command + "details")!.Element(Command + "name")!.Value));
    }

    [Fact]
    public void Run_ValidPages_CombinesMetadataAndText()
    {
        _folder.Run();
        var path = XDocument.Parse(_folder.ReadOutput(TestFolder.HelpFile)).Descendants(Command + "parameters")
            .Elements(Command + "parameter").Single(parameter => parameter.Element(Maml + "name")!.Value == "Path");
        Assert.Equal(
            ["true", "true", "true", "True (ByPropertyName, ByValue)", "0", "FullName, LP"],
            path.Attributes().Select(attribute => attribute.Value));
        Assert.Equal("The files, with wildcards.", path.Element(Maml + "description")!.Element(Maml + "para")!.Value);
        Assert.Equal("String[]", path.Element(Command + "parameterValue")!.Value);
    }

    [Fact]
    public void Run_ValidPages_ContainsCodeAndItsOutput()
    {
        _folder.Run();
        var examples = XDocument.Parse(_folder.ReadOutput(TestFolder.HelpFile)).Descendants(Command + "example").ToList();
        Assert.Equal("Get-Sample -Verbose |\n    Out-Null\n\nVERBOSE: none", examples[1].Element(Dev + "code")!.Value);
        Assert.Contains(" Example 2: Two ", examples[1].Element(Maml + "title")!.Value, StringComparison.Ordinal);
        Assert.Equal(["Another reason.", ""], examples[1].Descendants(Maml + "para").Select(paragraph => paragraph.Value));
    }

    [Fact]
    public void Run_ValidPages_HasRelatedLinks()
    {
        _folder.Run("https://example.com/repository");
        var links = XDocument.Parse(_folder.ReadOutput(TestFolder.HelpFile)).Descendants(Command + "relatedLinks").First();
        Assert.Equal(
            [("Online version", "https://example.com/repository/blob/HEAD/docs/en-US/Get-Sample.md"), ("Set-Sample", "")],
            links.Elements().Select(link => (link.Element(Maml + "linkText")!.Value, link.Element(Maml + "uri")!.Value)));
    }

    /// <summary>Get-Help offers -Online if there are links.</summary>
    [Fact]
    public void Run_RepositoryWithoutUrl_HasNoLinks()
    {
        _folder.Run();
        var help = XDocument.Parse(_folder.ReadOutput(TestFolder.HelpFile));
        Assert.Empty(help.Descendants(Command + "relatedLinks"));
        Assert.Contains("See also: Set-Sample.", help.Descendants(Maml + "alert").First().Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_SecondTime_WritesSameFilesAndRemovesOthers()
    {
        _folder.Run();
        var first = _folder.ReadOutput(TestFolder.HelpFile);
        File.WriteAllText(Path.Combine(_folder.Output, "about_Gone.help.txt"), "gone");
        _folder.Run();

        Assert.Equal(first, _folder.ReadOutput(TestFolder.HelpFile));
        Assert.Equal(5, Directory.GetFiles(_folder.Output).Length);
    }

    [Fact]
    public void Run_WindowsLineEndings_WritesSameFiles()
    {
        _folder.Run();
        var first = (_folder.ReadOutput(TestFolder.HelpFile), _folder.ReadOutput("about_Sample.help.txt"));
        foreach (var page in Directory.GetFiles(Path.GetDirectoryName(_folder.Output)!))
        {
            File.WriteAllText(page, File.ReadAllText(page).ReplaceLineEndings("\r\n"));
        }

        Assert.Empty(_folder.Run());
        Assert.Equal(first, (_folder.ReadOutput(TestFolder.HelpFile), _folder.ReadOutput("about_Sample.help.txt")));
    }
}
