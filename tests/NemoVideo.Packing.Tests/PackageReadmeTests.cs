namespace NemoVideo.Packing.Tests;

public sealed class PackageReadmeTests
{
    [Theory]
    [InlineData("See [the\nhelp](docs/help.md#x).", "See [the\nhelp](https://host/r/blob/v1.0.0/docs/help.md#x).")]
    [InlineData("![A picture](docs/a.svg)", "![A picture](https://host/r/raw/v1.0.0/docs/a.svg)")]
    [InlineData("[web](https://example.com/a) and [below](#install)", "[web](https://example.com/a) and [below](#install)")]
    public void Of_RelativeLink_LeadsToRepository(string readme, string expected) =>
        Assert.Equal(expected, PackageReadme.Of(readme, "https://host/r", "1.0.0"));

    [Theory]
    [InlineData("See [the `help`](docs/help.md).", "See the `help`.")]
    [InlineData("A ![picture](docs/a.svg)", "A ")]
    [InlineData("[web](https://example.com/a)", "[web](https://example.com/a)")]
    public void Of_NoProjectUrl_KeepsOnlyText(string readme, string expected) => Assert.Equal(expected, PackageReadme.Of(readme, "", "1.0.0"));
}
