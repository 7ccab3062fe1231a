using System.Text.RegularExpressions;
using NemoVideo.Client.Tests.Documentation;

namespace NemoVideo.Client.Tests.Protocol;

public sealed partial class MediaTypeTests
{
    /// <summary>The language library has its own list, since it references no other project.</summary>
    [Fact]
    public void Extensions_OfClientAndLanguageLibrary_AreEqual()
    {
        var client = ReadExtensions("NemoVideo.Client/Protocol/MediaType.cs");

        Assert.Contains(".mp4", client);
        Assert.Equal(client, ReadExtensions("NemoVideo.Language/MediaFileName.cs"));
    }

    private static List<string> ReadExtensions(string source) =>
        [.. Extension().Matches(File.ReadAllText(Path.Combine(Repository.Root, "src", source))).Select(static match => match.Groups[1].Value).Order()];

    [GeneratedRegex(@"""(\.\w+)""")]
    private static partial Regex Extension();
}
