using NemoVideo.Client.Errors;
using NemoVideo.Client.Timeline;

namespace NemoVideo.Pictures.Tests.Timelines;

/// <summary>The texts of a timeline as one caption file (Recordly issue 599, openreelio issue 145).</summary>
public sealed class CaptionsTests
{
    /// <summary>A blank line would end a cue, and <c>--></c> in a text could be read as its times.</summary>
    private const string Draft = """
        {"t":[{"tt":0,"sg":[{"s":0,"d":9000,"m":{"title":"beach"}}]},
          {"tt":7,"sg":[{"s":4000,"d":1500,"m":{"text":"Tom & <b>Ann</b>\n\na --> b"}},{"s":0,"d":3000,"m":{"text":"城市的梦 🎬"}}]},
          {"tt":7,"sg":[{"s":4000,"d":3600000,"m":{"text":"second track"}},{"s":9000,"d":0,"m":{"text":"no length"}},{"d":1000,"m":{"text":""}}]}]}
        """;

    private static TimelinePicture Picture => TimelinePicture.Of(Source([.. PictureSource.ReadTracks(Draft)]));

    [Fact]
    public void SubRip_Texts_AreCuesInOrderOfTheirStart() => Assert.Equal(
        """
        1
        00:00:00,000 --> 00:00:03,000
        城市的梦 🎬

        2
        00:00:04,000 --> 00:00:05,500
        Tom & <b>Ann</b> a → b

        3
        00:00:04,000 --> 01:00:04,000
        second track


        """.ReplaceLineEndings("\n"),
        PictureFormat.Find("a.srt")!.Draw(Picture, TestDeadline.Token));

    [Fact]
    public void WebVtt_Texts_AreEscaped() => Assert.Equal(
        """
        WEBVTT

        00:00:00.000 --> 00:00:03.000
        城市的梦 🎬

        00:00:04.000 --> 00:00:05.500
        Tom &amp; &lt;b&gt;Ann&lt;/b&gt; a --&gt; b

        00:00:04.000 --> 01:00:04.000
        second track


        """.ReplaceLineEndings("\n"),
        PictureFormat.Find("a.VTT")!.Draw(Picture, TestDeadline.Token));

    [Fact]
    public void Draw_Edit_HasTheTextsAfterIt()
    {
        var edit = TimelinePicture.OfEdit(Source(Lane(1, TrackKind.Text, Part("old", 0, 1))), Trip, "");

        Assert.Equal(2, PictureFormat.Find("a.srt")!.Draw(edit, TestDeadline.Token).Split("-->").Length - 1);
        Assert.DoesNotContain("old", PictureFormat.Find("a.vtt")!.Draw(edit, TestDeadline.Token), StringComparison.Ordinal);
    }

    /// <summary>A script finds out at once, and not when a player shows no captions.</summary>
    [Fact]
    public void Draw_NoText_IsAnError()
    {
        var error = Assert.Throws<NemoException>(() => PictureFormat.Find("a.srt")!.Draw(TimelinePicture.Of(Source(Clips)), TestDeadline.Token));

        Assert.Equal(NemoErrorKind.NotReady, error.Kind);
    }
}
