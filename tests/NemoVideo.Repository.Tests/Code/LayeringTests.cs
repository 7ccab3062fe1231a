using NemoVideo.Client;
using NemoVideo.Client.Http;

namespace NemoVideo.Repository.Tests.Code;

/// <summary>The folders of a project use each other in one direction only. docs/ARCHITECTURE.md shows the order.</summary>
public sealed class LayeringTests
{
    /// <summary>Lowest first. A folder uses only folders before it; the files beside the folders, named ".", use all of them.</summary>
    private static readonly Dictionary<string, string[]> Order = new(StringComparer.Ordinal)
    {
        ["NemoVideo.Client"] =
            ["Errors", "Files", "Skills", "Http", "Timeline", "Sessions", "Uploads", "Exports", "Edits", "Jobs", "History", "."],
        ["NemoVideo.Pictures"] = ["Timelines", "Reports"],
        ["NemoVideo.Language"] = ["Sentences", "Intents", "."],
        ["NemoVideo.PowerShell"] =
            ["Formatting", "Binding", "Errors", "Pipeline", "Connections", "Sessions", "Uploads", "Timelines", "Edits", "Exports", "Videos",
                "Requests", "."],
        ["NemoVideo.Emulator"] =
            ["Protocol", "Configuration", "Editing", "Recording", "State", "Faults", "Media", "Rendering", "Streaming", "Endpoints", "Pages", "."],
    };

    public static TheoryData<string> Projects => [.. Order.Keys];

    /// <summary>A partial class belongs to its lowest folder.</summary>
    [Theory]
    [MemberData(nameof(Projects))]
    public void Uses_EachFolder_PointDown(string project)
    {
        var order = Order[project];
        var built = BuiltProject.Of(project);
        int RankOf(string file) => Array.IndexOf(order, file.Contains('/') ? file.Split('/')[0] : ".");

        Assert.All(built.Files, file => Assert.True(
            RankOf(file) >= 0, $"{project} has a new folder, that of {file}: add it to the order here and in docs/ARCHITECTURE.md."));
        var found =
            from use in built.Uses
            where use.Type is not null
            let files = built.FilesOfType(use.Type)
            where files.Count > 0 && files.Min(RankOf) > RankOf(use.File!)
            select $"{project}: {use.File} uses {use.Type.Name} of {files.First()}";
        // Assert.Empty would shorten each line.
        Assert.Equal("", string.Join(Environment.NewLine, found));
    }

    [Fact]
    public void Uses_BaseFieldParameterLocalAndCall_AreFound()
    {
        var built = BuiltProject.Of("NemoVideo.Client");
        string[] FilesThatUse(Type type) => [.. built.Uses.Where(use => use.Type == type).Select(static use => use.File!).Order(StringComparer.Ordinal)];

        Assert.Contains("NemoClient.cs", FilesThatUse(typeof(NemoClientOptions)));
        Assert.Contains("Edits/EditOperation.cs", FilesThatUse(typeof(NemoClient).Assembly.GetType("NemoVideo.Client.Http.ApiTransport", throwOnError: true)!));
        Assert.Contains("Edits/AgentEvents.cs", FilesThatUse(typeof(NemoClient).Assembly.GetType("NemoVideo.Client.Edits.AgentEvent", throwOnError: true)!));
    }
}
