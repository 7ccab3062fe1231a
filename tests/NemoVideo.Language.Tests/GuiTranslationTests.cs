namespace NemoVideo.Language.Tests;

public sealed class GuiTranslationTests
{
    public static TheoryData<string, string, string> Texts
    {
        get
        {
            var data = new TheoryData<string, string, string>();
            foreach (var row in RequestTable.Read("translation.tsv"))
            {
                data.Add(row[0], row[1], row[2]);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public void Translate_AgentText_KeepsContentAndReplacesInstructionsWithActions(string actions, string expected, string text)
    {
        var translation = GuiTranslation.Translate(text);

        Assert.Equal(expected == "-" ? "" : expected, translation.Text);
        Assert.Equal(actions == "-" ? "" : actions, string.Join(',', translation.Actions));
    }

    /// <summary>The two halves aren't recognized as a secret, so they aren't redacted.</summary>
    [Theory]
    [InlineData("eyJhbGci.OiJIUzI1-_x")]
    [InlineData("2.abcdefghijkl")]
    [InlineData("12)abcdefghijkl")]
    [InlineData("-Zk3Q9xWv7LpT2mB")]
    [InlineData("#*>abcdefghijkl")]
    [InlineData("abc!def_ghij*kl")]
    [InlineData("ab.cdef.ghijk(l)\"")]
    public void Translate_InstructionSplitsSecret_DoesNotJoinTheHalves(string secret)
    {
        string[] phrases =
        [
            "Click the Export button.", "Click export! ", "点击导出。", "点击导出！", "请点击导出按钮。", "点击导出", "，点击导出，", ",click export,", " and click export ",
            "*Click the Export button.*", "(Click the Export button.)", "\"Click export.\"", "\nClick the Export button.\n", ".Click the Export button.",
        ];
        string[] leads = ["", "Key: ", "Hi. ", "- ", "x\n"];
        var changed = 0;
        foreach (var text in from phrase in phrases
                             from cut in Enumerable.Range(1, secret.Length - 2)
                             from lead in leads
                             select lead + secret[..cut] + phrase + secret[cut..])
        {
            var translation = GuiTranslation.Translate(text);

            Assert.DoesNotContain(secret, translation.Text, StringComparison.Ordinal);
            changed += translation.Actions.Count;
        }

        Assert.True(changed > 50, $"{changed} instructions were removed.");
    }

    [Theory]
    [InlineData("好了。点击导出。谢谢。", "好了。谢谢。")]
    [InlineData("Done!点击导出。Enjoy.", "Done! Enjoy.")]
    [InlineData("It is done. Click export. Enjoy.", "It is done. Enjoy.")]
    public void Translate_InstructionBetweenSentences_KeepsSentencesUnchanged(string text, string expected) =>
        Assert.Equal(expected, GuiTranslation.Translate(text).Text);

    [Fact]
    public void Translate_NoInstruction_ReturnsSameText()
    {
        const string Text = "  The title says \"Export\".\r\n\r\n- 1.5x faster\t\n";

        Assert.Same(Text, GuiTranslation.Translate(Text).Text);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n\n")]
    [InlineData("?!")]
    [InlineData("\ud83d")]
    [InlineData("\"")]
    public void Translate_NoWords_ReturnsTextWithoutActions(string text)
    {
        var translation = GuiTranslation.Translate(text);

        Assert.Equal(text, translation.Text);
        Assert.Empty(translation.Actions);
    }

    [Theory]
    [MemberData(nameof(HostileText.Patterns), MemberType = typeof(HostileText))]
    public void Translate_HostileText_TakesLinearTime(string pattern)
    {
        HostileText.AssertLinear(pattern, static text => GuiTranslation.Translate(text));
    }
}
