using NemoVideo.Help.Topics;

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

    [Theory]
    [InlineData("one two three", 7, new[] { "one two", "three" })]
    [InlineData("one  two", 20, new[] { "one two" })]
    [InlineData("extraordinarily long", 5, new[] { "extraordinarily", "long" })]
    [InlineData("", 5, new string[0])]
    public void Wrap_Text_DoesNotSplitWords(string text, int width, string[] expected) => Assert.Equal(expected, TopicWriter.Wrap(text, width));
}
