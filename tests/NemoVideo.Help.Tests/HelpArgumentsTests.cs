namespace NemoVideo.Help.Tests;

public sealed class HelpArgumentsTests : IDisposable
{
    private readonly string _file = Path.GetTempFileName();

    public void Dispose() => File.Delete(_file);

    [Fact]
    public void Read_AllNames_ReturnsTheirValues()
    {
        File.WriteAllLines(_file, ["assembly=a.dll", "reference=b.dll", "folder=docs", "page=2.md", "page=1=.md", "output=out", ""]);
        var arguments = HelpArguments.Read(_file);

        Assert.Equal(("a.dll", "docs", "out"), (arguments.Assembly, arguments.Folder, arguments.Output));
        Assert.Equal(["b.dll"], arguments.References);
        Assert.Equal(["1=.md", "2.md"], arguments.Pages);
    }

    [Theory]
    [InlineData("assembly", "'assembly' has no value")]
    [InlineData("folder=docs", "'assembly' must be specified exactly once")]
    public void Read_MissingName_ReportsIt(string line, string message)
    {
        File.WriteAllText(_file, line);

        Assert.Contains(message, Assert.Throws<FormatException>(() => HelpArguments.Read(_file)).Message, StringComparison.Ordinal);
    }
}
