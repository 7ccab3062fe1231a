namespace NemoVideo.Language.Tests;

public sealed class GuiTranslationTests
{
    private static readonly string[] NoEquivalent =
        ["Click the Apply button.", "Click \"Confirm\" to let me generate the video (100 credits)."];

    public static TheoryData<string> PlainTexts => [.. RequestTable.Read("plain-text.tsv").Select(static row => row[0])];

    public static TheoryData<string, string> Instructions => RequestTable.ReadPairs("instructions.tsv");

    [Theory]
    [MemberData(nameof(PlainTexts))]
    [InlineData("拖拉机驶过田野的镜头很美。")]
    public void Translate_PlainText_ReturnsSameText(string text) => Assert.Same(text, Translate(text).Text);

    [Theory]
    [InlineData("Kindly click on Export.")]
    [InlineData("Go to Export > MP4.")]
    [InlineData("(click Export to download)")]
    [InlineData("Press Ctrl+E to export.")]
    public void Translate_ExportInstruction_IsReplacedBySuggestion(string text) => Assert.Equal("Suggested: Export", Translate(text).Text);

    [Fact]
    public void Translate_PreviewBeforeExport_SuggestsPreviewOrExport() =>
        Assert.Contains(
            Translate("请在时间线上预览后导出").Suggestions,
            static suggestion => suggestion.Action is GuiAction.Export or GuiAction.ReadState);

    [Fact]
    public void Translate_InstructionWithoutEquivalent_IsUnchanged() =>
        Assert.All(NoEquivalent, static text => Assert.Same(text, Translate(text).Text));

    [Theory]
    [MemberData(nameof(Instructions))]
    public void Translate_Instruction_SuggestsActionAndKeepsOtherText(string text, string expected) =>
        Assert.Equal(expected, Translate(text).Text);

    [Theory]
    [InlineData("Drag the sticker to the middle of the frame.", "move the sticker to the middle of the frame")]
    [InlineData("Drag the title to the left.", "move the title to the left")]
    [InlineData("请将片段拖到开头。", "将片段移动到开头")]
    public void Translate_Drag_SuggestsMessageWithTheSameEdit(string text, string message) =>
        Assert.Equal(new GuiSuggestion(GuiAction.SendEdit, message), Assert.Single(Translate(text).Suggestions));

    [Theory]
    [InlineData("Click the Export button now?")]
    [InlineData("Click https://example.org/export to export.")]
    public void Translate_QuestionOrLink_IsUnchanged(string text) => Assert.Same(text, Translate(text).Text);

    /// <summary>A clause that no suggestion contains must stay visible.</summary>
    [Theory]
    [InlineData("Click Apply, then click Export.", GuiAction.Export)]
    [InlineData("Choose the 1080p preset and then click Export.", GuiAction.Export)]
    [InlineData("Open the timeline panel, and then press the Export button.", GuiAction.ReadState, GuiAction.Export)]
    [InlineData("Drag the title to the left, then click Export.", GuiAction.SendEdit, GuiAction.Export)]
    [InlineData("Preview your video in the timeline, then click the Export button.", GuiAction.ReadState, GuiAction.Export)]
    public void Translate_MixedInstruction_LosesNoSuggestion(string text, params GuiAction[] expected)
    {
        var translation = Translate(text);

        Assert.Equal(expected, translation.Suggestions.Select(static suggestion => suggestion.Action));
        Assert.All(expected, action => Assert.Contains($"Suggested: {action}", translation.Text, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Click Apply, then click Export.")]
    [InlineData("Tap the gear icon, choose MP4, and then click Export.")]
    [InlineData("Click the Export button, afterwards the project is deleted.")]
    [InlineData("After you click Apply, click the Export button.")]
    public void Translate_ClauseWithoutEquivalent_Stays(string text) =>
        Assert.StartsWith(text, Translate(text).Text, StringComparison.Ordinal);

    [Theory]
    [InlineData("Don't click Export yet.")]
    [InlineData("You don't need to click the Export button.")]
    [InlineData("There is no need to open the timeline panel.")]
    [InlineData("无需点击导出按钮。")]
    [InlineData("请不要拖动片段。")]
    public void Translate_NegatedInstruction_IsUnchanged(string text) => Assert.Same(text, Translate(text).Text);

    [Fact]
    public void Translate_TwoEditsInOneSentence_MessageContainsBoth() =>
        Assert.Equal(
            "move the title to the left and drag the logo to the right",
            Assert.Single(Translate("Drag the title to the left and drag the logo to the right.").Suggestions).Message);

    /// <summary>The two halves aren't recognized as a secret, so they aren't redacted.</summary>
    [Theory]
    [InlineData("eyJhbGci.OiJIUzI1-_x")]
    [InlineData("2.abcdefghijkl")]
    [InlineData("12)abcdefghijkl")]
    [InlineData("-Zk3Q9xWv7LpT2mB")]
    [InlineData("abc!def_ghij*kl")]
    [InlineData("ab.cdef.ghijk(l)\"")]
    public void Translate_InstructionSplitsSecret_DoesNotJoinTheHalves(string secret)
    {
        string[] phrases =
            [". Click the Export button. ", "。点击导出按钮。", "\nClick the Export button.\n", "! Click export! ", ".)Click export.("];
        var changed = 0;
        foreach (var text in from phrase in phrases
                             from cut in Enumerable.Range(1, secret.Length - 2)
                             select "Key: " + secret[..cut] + phrase + secret[cut..])
        {
            var translation = Translate(text);

            Assert.DoesNotContain(secret, translation.Text, StringComparison.Ordinal);
            changed += translation.Suggestions.Count;
        }

        Assert.True(changed > 10, $"{changed} instructions were replaced.");
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n\n")]
    [InlineData("?!")]
    [InlineData("\ud83d")]
    [InlineData("\"")]
    [InlineData("- ")]
    [InlineData("1. ")]
    public void Translate_NoWords_ReturnsSameText(string text) => Assert.Same(text, Translate(text).Text);

    internal static GuiTranslation Translate(string text) =>
        GuiTranslation.Translate(text, static suggestion => $"Suggested: {suggestion.Action}");
}
