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
    public void Translate_Text_KeepsContentAndTurnsInstructionsIntoActions(string actions, string expected, string text)
    {
        var translation = GuiTranslation.Translate(text);

        Assert.Equal(expected == "-" ? "" : expected, translation.Text);
        Assert.Equal(actions == "-" ? "" : actions, string.Join(',', translation.Actions));
    }

    [Fact]
    public void Translate_TextWithoutInstruction_IsTheSameText()
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
    public void Translate_Nothing_IsNothing(string text)
    {
        var translation = GuiTranslation.Translate(text);

        Assert.Equal(text, translation.Text);
        Assert.Empty(translation.Actions);
    }

    [Theory]
    [MemberData(nameof(HostileText.Patterns), MemberType = typeof(HostileText))]
    public void Translate_HostileText_TakesTimeInProportion(string pattern)
    {
        HostileText.AssertLinear(pattern, static text => GuiTranslation.Translate(text));
    }
}
