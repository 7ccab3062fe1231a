namespace NemoVideo.Pictures.Timelines;

/// <summary>A file format of pictures, and of the texts in them.</summary>
public sealed class PictureFormat
{
    private readonly Func<TimelinePicture, CancellationToken, string> _draw;

    private PictureFormat(string extension, Func<TimelinePicture, CancellationToken, string> draw) =>
        (Extension, _draw) = (extension, draw);

    /// <summary>All formats.</summary>
    public static IReadOnlyList<PictureFormat> All { get; } =
    [
        new(".svg", SvgPicture.Draw), new(".html", HtmlPicture.Draw), new(".otio", OtioTimeline.Draw),
        new(".srt", Captions.DrawSubRip), new(".vtt", Captions.DrawWebVtt),
    ];

    /// <summary>The extension of its files, with a dot.</summary>
    public string Extension { get; }

    /// <summary>Finds the format for the extension of a path; null if there is none.</summary>
    public static PictureFormat? Find(string path) => All.FirstOrDefault(format =>
        (path ?? throw new ArgumentNullException(nameof(path))).EndsWith(format.Extension, StringComparison.OrdinalIgnoreCase));

    /// <summary>The content of a file with the picture.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="cancellationToken">Cancels the drawing.</param>
    public string Draw(TimelinePicture picture, CancellationToken cancellationToken = default) => _draw(picture, cancellationToken);
}
