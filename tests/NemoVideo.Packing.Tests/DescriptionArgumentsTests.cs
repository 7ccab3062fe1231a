namespace NemoVideo.Packing.Tests;

public sealed class DescriptionArgumentsTests : IDisposable
{
    private static readonly string[] Valid =
        ["manifest=m", "changelog=c", "readme=r", "notices=n", "lock=l", "url=", "output=o", "file=bin/a=b.dll|/x/a=b.dll", ""];

    private readonly string _file = Path.GetTempFileName();

    public void Dispose() => File.Delete(_file);

    [Fact]
    public void Read_ValidFile_ReturnsArguments()
    {
        File.WriteAllLines(_file, Valid);

        var arguments = DescriptionArguments.Read(_file);

        Assert.Equal(("m", "", "o"), (arguments.Manifest, arguments.ProjectUrl, arguments.Output));
        Assert.Equal([new ModuleFile("bin/a=b.dll", "/x/a=b.dll")], arguments.Files);
    }

    [Theory]
    [InlineData("lock=l", "", "lock")]
    [InlineData("lock=l", "lock", "lock")]
    [InlineData("file=bin/a=b.dll|/x/a=b.dll", "file=bin/a.dll", "bin/a.dll")]
    public void Read_InvalidFile_ThrowsWithReason(string line, string replacement, string fact)
    {
        File.WriteAllLines(_file, Valid.Select(one => one == line ? replacement : one));

        var problem = Assert.Throws<FormatException>(() => DescriptionArguments.Read(_file));

        Assert.Contains($"'{fact}'", problem.Message, StringComparison.Ordinal);
    }
}
