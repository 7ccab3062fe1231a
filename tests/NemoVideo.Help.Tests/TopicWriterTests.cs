namespace NemoVideo.Help.Tests;

public sealed class TopicWriterTests
{
    [Fact]
    public void Write_Topic_ReturnsPlainTextOf80Columns()
    {
        using var folder = new TestFolder();
        folder.Run();

        Assert.Equal(
            """
            TOPIC
                about_Sample

            SHORT DESCRIPTION
                What a topic looks like.

            LONG DESCRIPTION
                A paragraph of some length, with code, weight and a link
                (https://example.com/), which goes on until it has to be broken.

                - An item of a list that is long enough to be broken and then goes on below
                  the beginning of its text.
                - Another.

              A part

                    Get-Sample |
                        Out-Null

            SEE ALSO
                - Get-Sample

            """.ReplaceLineEndings("\n"),
            folder.ReadOutput("about_Sample.help.txt"));
    }

    [Fact]
    public void Write_ErrorTable_AddsEntriesToThePageAndATopicForEach()
    {
        using var folder = new TestFolder();
        folder.Run();

        Assert.Contains(
            """
            SOME

              NemoOne (InvalidData)

                - It happened, in a sentence that is long enough for two lines.
                - Do this.
                - Nothing was charged.

              NemoTwo (NotSpecified)

                - It happened.
                - Do that.
                - Nothing is left.

            SEE ALSO
                - Get-Sample
            """.ReplaceLineEndings("\n"),
            folder.ReadOutput("about_NemoVideo_Errors.help.txt"), StringComparison.Ordinal);
        Assert.Equal(
            """
            TOPIC
                NemoOne

            SHORT DESCRIPTION
                It happened, in a sentence that is long enough for two lines.

            LONG DESCRIPTION
                Do this.

                Nothing was charged.

                The category is InvalidData.

            SEE ALSO
                - about_NemoVideo_Errors

            """.ReplaceLineEndings("\n"),
            folder.ReadOutput("NemoOne.help.txt"));
    }
}
