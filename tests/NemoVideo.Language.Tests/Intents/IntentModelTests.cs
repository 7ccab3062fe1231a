using NemoVideo.Language.Intents;
using NemoVideo.Training;

namespace NemoVideo.Language.Tests.Intents;

public class IntentModelTests
{
    private const int MaxModelLength = 300 * 1024;

    /// <summary>The second table has the sentences that are also held out, so the model isn't trained with them.</summary>
    public static TheoryData<string, string> ContractRequests =>
        Rows("requests-contract.tsv", Path.Combine(AppContext.BaseDirectory, "contract-not-trained.tsv"));

    public static TheoryData<string, string> ContractAgentSentences => Rows("gui-contract.tsv");

    [Theory]
    [MemberData(nameof(ContractRequests))]
    public void Create_SentenceOfSeedOrIssue_FindsItsSteps(string sentence, string labels)
    {
        var found = RequestParser.Parse(sentence).Select(static step => step.Intent.ToString().ToLowerInvariant());

        Assert.Equal(labels, string.Join("+", found));
    }

    /// <summary>A seed's sentence must never wait for an answer, because an unattended run can't give one.</summary>
    [Theory]
    [MemberData(nameof(ContractRequests))]
    public void Create_SentenceOfSeedOrIssue_NeedsNoQuestion(string sentence, string labels)
    {
        RequestContext[] contexts = [new(), new() { Exists = static _ => true }];

        Assert.All(
            contexts.SelectMany(context => RequestParser.Parse(sentence, context: context)),
            step => Assert.True(step.Choices.Count == 0, labels));
    }

    /// <summary>The sentences of the former rules, which the model learned.</summary>
    [Fact]
    public void Create_SentencesOfFormerRules_FreeRequestsAreNeverSent()
    {
        var all = LabeledSentence.Read(Path.Combine(Folders.Tables, "requests-routes.tsv")).ToList();
        var sent = all.Where(static one => !one.Labels.Contains(LabeledSentence.Edit)
            && RequestParser.Parse(one.Sentence).Any(static step => step.Intent == RequestIntent.Edit && step.Choices.Count == 0));
        var right = all.Count(static one => string.Equals(
            one.Label,
            string.Join("+", RequestReader.Default.Read(one.Sentence).Select(static part => part.Intent)),
            StringComparison.OrdinalIgnoreCase));

        Assert.Empty(sent);
        Assert.True(right >= 0.93 * all.Count, $"{right} of {all.Count}");
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
    public void Read_ConjunctionInsideQuotationAndPath_IsNotSplit()
    {
        var parts = RequestReader.Default.Read("add a title \"trim it, then export it\" over '/a, then export/b.mp4'");

        Assert.Single(parts);
    }

    [Fact]
    public void IsCertain_LikelyEdit_IsTrue() =>
        Assert.True(RequestDecision.IsCertain(RequestReader.Default.Read("trim the first ten seconds and add music")[0]));

    [Fact]
    public void Train_AgainFromTables_WritesSameModels()
    {
        LongTest.Require("the training of the models");
        foreach (var kind in ModelKind.All)
        {
            var models = kind.Train(kind.ReadTables(Folders.Tables));
            foreach (var (member, model) in kind.Members.Zip(models))
            {
                using var stored = ModelResource.Open(member.FileName);
                using var bytes = new MemoryStream();
                stored.CopyTo(bytes);

                Assert.True(bytes.Length <= MaxModelLength);
                Assert.True(
                    bytes.ToArray().AsSpan().SequenceEqual(model.ToBytes()),
                    $"{member.FileName} doesn't match the tables. Run: dotnet run --project src/NemoVideo.Training");
            }
        }
    }

    /// <summary>Sentences of a new user, and edits with the same words.</summary>
    [Theory]
    [InlineData("list my uploads", RequestIntent.State)]
    [InlineData("what files did i upload", RequestIntent.State)]
    [InlineData("上传了哪些文件", RequestIntent.State)]
    [InlineData("version", RequestIntent.HowTo)]
    [InlineData("is my token still valid?", RequestIntent.HowTo)]
    [InlineData("how to download to a folder", RequestIntent.HowTo)]
    [InlineData("send me the video", RequestIntent.Download)]
    [InlineData("can i export as mov", RequestIntent.HowTo)]
    [InlineData("could we export the video in 4K?", RequestIntent.HowTo)]
    [InlineData("show the uploads side by side", RequestIntent.Edit)]
    [InlineData("make a shorter version", RequestIntent.Edit)]
    [InlineData("what about a crossfade between the clips i uploaded", RequestIntent.Edit)]
    [InlineData("请上传视频", RequestIntent.Upload)]
    [InlineData("上传文件", RequestIntent.Upload)]
    [InlineData("上传视频 ./a.mp4", RequestIntent.Upload)]
    [InlineData("add a title \"what did I upload\"", RequestIntent.Edit)]
    public void Read_RequestThatWasMisread_HasItsIntent(string request, RequestIntent expected) =>
        Assert.Equal(expected, Assert.Single(RequestReader.Default.Read(request)).Intent);

    private static TheoryData<string, string> Rows(params string[] tables)
    {
        var rows = new TheoryData<string, string>();
        foreach (var sentence in tables.SelectMany(static table => LabeledSentence.Read(Path.Combine(Folders.Tables, table))))
        {
            rows.Add(sentence.Sentence, sentence.Label);
        }

        return rows;
    }
}
