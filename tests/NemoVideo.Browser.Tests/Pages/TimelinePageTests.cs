using NemoVideo.Client.Timeline;
using NemoVideo.Pictures.Timelines;

namespace NemoVideo.Browser.Tests.Pages;

/// <summary>The HTML picture of an edit, from a phone to a wide screen.</summary>
public sealed class TimelinePageTests(Chromium chromium) : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("nemo-timeline-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData(390, false)]
    [InlineData(1280, true)]
    [InlineData(1920, false)]
    public async Task Picture_OnEachScreen_FitsIsAccessibleAndLoadsNothing(int width, bool isDark)
    {
        Track clips = new(1, TrackKind.Video, 0, null, [new Segment("<b>beach</b>", TimeSpan.Zero, TimeSpan.FromSeconds(6), null)]);
        Track titles = new(2, TrackKind.Text, 7, null, [new Segment("Hi", TimeSpan.Zero, TimeSpan.FromSeconds(3), null)]);
        var picture = TimelinePicture.OfEdit(new([clips], "trip", null, []), new([clips, titles], "trip", "1920x1080", []), "Title added");
        var path = Path.Combine(_folder.FullName, "timeline.html");
        await File.WriteAllTextAsync(path, HtmlPicture.Draw(picture, Caller.Ending), Caller.Ending);

        await using var browser = await chromium.OpenPageAsync(width, 800, isDark);
        await browser.OpenAsync(new Uri(path));

        Assert.True(await browser.ReadOverflowAsync() <= 0, "The page is too wide");
        Assert.Single(browser.Requests);
        Assert.Empty(browser.Problems);
        Assert.Equal("", await browser.FindViolationsAsync());
    }
}
