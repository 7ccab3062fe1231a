using NemoVideo.Client;

namespace NemoVideo.Repository.Tests.Code;

/// <summary>Compares the public API with its list. Each change of the API is therefore visible in a review.</summary>
public sealed class PublicApiTests
{
    private static readonly string Expected = Path.Combine(SourceTree.Root, "src", "NemoVideo.Client", "PublicApi.txt");

    [Fact]
    public void PublicApi_OfClient_EqualsList()
    {
        var actual = Path.Combine(AppContext.BaseDirectory, "PublicApi.txt");
        File.WriteAllText(actual, string.Concat(PublicApi.Of(typeof(NemoClient).Assembly).Select(static line => line + "\n")));

        Assert.True(
            File.ReadAllText(Expected).ReplaceLineEndings("\n") == File.ReadAllText(actual),
            $"The public API has changed. To see the change, run: git diff --no-index {Expected} {actual}. If it's intended, copy the file.");
    }
}
