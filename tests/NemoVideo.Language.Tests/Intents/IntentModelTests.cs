using NemoVideo.Language.Intents;
using NemoVideo.Training;

namespace NemoVideo.Language.Tests.Intents;

public class IntentModelTests
{
    private const int MaxModelLength = 300 * 1024;

    public static TheoryData<string, string> ContractRequests => Rows("requests-contract.tsv");

    public static TheoryData<string, string> ContractAgentSentences => Rows("gui-contract.tsv");

    [Theory]
    [MemberData(nameof(ContractRequests))]
    public void Read_SentenceOfSeedOrIssue_FindsItsParts(string sentence, string labels)
    {
        var found = RequestReader.Default.Read(sentence).Select(static part => part.Intent.ToString().ToLowerInvariant());

        Assert.Equal(labels, string.Join("+", found));
    }

    [Theory]
    [MemberData(nameof(ContractAgentSentences))]
    public void Classify_AgentSentenceOfIssue_FindsIntent(string sentence, string label) =>
        Assert.Equal(label, IntentModels.AgentSentences.Classify(sentence).Intent.ToString(), ignoreCase: true);

    [Fact]
    public void Classify_PreviewBeforeExport_IsGuiInstruction() =>
        Assert.True(
            IntentModels.AgentSentences.Classify("请在时间线上预览后导出").Intent is AgentSentenceIntent.Export or AgentSentenceIntent.State);

    [Fact]
    public void Classify_Tractor_IsNoGuiInstruction() =>
        Assert.Equal(AgentSentenceIntent.None, IntentModels.AgentSentences.Classify("拖拉机驶过田野的镜头很美").Intent);

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("。")]
    [InlineData("\"")]
    public void Read_NoWords_ReturnsOnePartWithProbabilitiesOfOne(string text)
    {
        var part = Assert.Single(RequestReader.Default.Read(text));

        Assert.Equal(1, part.Prediction.Ranking.Sum(static one => one.Probability), 6);
    }

    [Fact]
    public void Contributions_ExportRequest_BeginWithDecisiveWord() =>
        Assert.Equal("export", IntentModels.Requests.Classify("export the video please").Contributions[0].Word);

    [Fact]
    public void Read_ConjunctionInsideQuotationAndPath_IsNotSplit()
    {
        var parts = RequestReader.Default.Read("add a title \"trim it, then export it\" over '/a, then export/b.mp4'");

        Assert.Single(parts);
    }

    [Fact]
    public void Of_LikelyEdit_IsSent() =>
        Assert.Equal(RequestAction.Send, RequestDecision.Of(RequestReader.Default.Read("trim the first ten seconds and add music")[0]));

    [Fact]
    public void Train_AgainFromTables_WritesSameModels()
    {
        foreach (var kind in ModelKind.All)
        {
            using var stored = ModelResource.Open(kind.FileName);
            using var bytes = new MemoryStream();
            stored.CopyTo(bytes);

            Assert.True(bytes.Length <= MaxModelLength);
            Assert.True(
                bytes.ToArray().AsSpan().SequenceEqual(kind.Train(Folders.Tables).ToBytes()),
                $"{kind.FileName} doesn't match the tables. Run: dotnet run --project src/NemoVideo.Training");
        }
    }

    private static TheoryData<string, string> Rows(string table)
    {
        var rows = new TheoryData<string, string>();
        foreach (var sentence in LabeledSentence.Read(Path.Combine(Folders.Tables, table)))
        {
            rows.Add(sentence.Sentence, sentence.Label);
        }

        return rows;
    }
}
