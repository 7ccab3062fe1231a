using NemoVideo.Client.Edits;

namespace NemoVideo.Client.Tests.Edits;

public sealed class EditTranscriptTests
{
    private const int MaxCharacters = 4 * 1024 * 1024;

    [Fact]
    public void Observe_LimitInsideSurrogatePair_DropsBothHalves()
    {
        var transcript = new EditTranscript();

        transcript.Observe(new TextEvent("a" + string.Concat(Enumerable.Repeat("😀", MaxCharacters))));

        Assert.False(char.IsHighSurrogate(transcript.Text[^1]));
    }

    [Fact]
    public void Observe_PartialTextsAndThoughts_AreIgnored()
    {
        var transcript = new EditTranscript();

        transcript.Observe(new TextEvent("a", IsPartial: true));
        transcript.Observe(new TextEvent("b", IsThought: true));
        transcript.Observe(new TextEvent("c"));
        transcript.Observe(new TextEvent("d"));

        Assert.Equal("c\nd", transcript.Text);
    }
}
