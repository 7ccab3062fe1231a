namespace NemoVideo.Emulator.Pages;

/// <summary>Shows the uploads and the renders of a session.</summary>
internal sealed class MediaView(RenderQueue renders, Thumbnails thumbnails)
{
    public const string Renders = "renders";
    public const string Uploads = "uploads";

    public IEnumerable<Fragment> Fragments(Session session) =>
    [
        .. session.Uploads.Select(upload => new Fragment(upload.Id, Uploads, "li", "upload", Show(session, upload))),
        .. renders.OfSession(session.SessionId).Select(render => new Fragment(render.Key, Renders, "li", "render", Show(session, render))),
    ];

    /// <summary>Whether a video doesn't show the timeline as it is now.</summary>
    private static bool IsOutdated(Render render, Session session)
    {
        try
        {
            return render.Draft != session.Draft && !JsonElement.DeepEquals(JsonElement.Parse(render.Draft), JsonElement.Parse(session.Draft));
        }
        catch (Exception exception) when (exception is InvalidOperationException or ArgumentException)
        {
            // A client's draft can contain texts and numbers that can't be compared.
            return true;
        }
    }

    private Html Show(Session session, Upload upload)
    {
        var facts = new List<string> { upload.Kind.ToString(), PageText.Size(upload.ByteCount) };
        if (upload.Facts.Duration is { } duration)
        {
            facts.Add(PageText.Length(duration));
        }

        if (upload.Facts is { Width: { } width, Height: { } height })
        {
            facts.Add(string.Create(CultureInfo.InvariantCulture, $"{width}×{height}"));
        }

        if (upload.Facts.FrameRate is { } rate and > 0 && upload.Kind == MediaKind.Video)
        {
            facts.Add(string.Create(CultureInfo.InvariantCulture, $"{rate:0.##} fps"));
        }

        var picture = thumbnails.AddressOf(session, upload) is { } address
            ? Html.Of($"""<img class="picture" src="{address}" alt="">""")
            : Html.Of($"""<span class="picture {upload.Kind.ToString().ToLowerInvariant()}" aria-hidden="true"></span>""");
        return Html.Of($"""
            {picture}<div><p class="file"><a href="/session/{session.SessionId}/uploads/{upload.Id}"><bdi>{upload.FileName}</bdi></a></p>
            <p class="facts">{string.Join(" · ", facts)}</p></div>
            """);
    }

    private Html Show(Session session, Render render)
    {
        var (status, percent) = renders.ProgressOf(render);
        var badge = status.ToString().ToLowerInvariant();
        var name = Html.Of($"""<p class="file"><code>{render.Id}</code> <span class="badge {badge}">{badge}</span></p>""");
        var started = Html.Of($"""<span class="when">{PageText.Time(render.CreatedAt)}</span>""");
        if (status != RenderStatus.Completed)
        {
            return status == RenderStatus.Failed
                ? Html.Of($"""{name}<p class="error">{render.Error}</p><p class="facts">{started}</p>""")
                : Html.Of($"""
                    {name}<progress max="100" value="{percent}" aria-label="Progress of {render.Id}">{percent}%</progress>
                    <p class="facts">{percent}% · {started}</p>
                    """);
        }

        var file = render.File!;
        var path = $"/session/{session.SessionId}/renders/{render.Key}";
        var facts = PageText.Size(file.ByteCount) + (file.Duration is { } duration ? " · " + PageText.Length(duration) : "");
        return Html.Of($"""
            <video controls preload="metadata" playsinline src="{path}.mp4" aria-label="Video of {render.Id}"></video>
            {name}<p class="facts">{facts} · {started} · <a href="{path}.mp4" download="{render.Id}.mp4">Download</a></p>
            {Html.If(file.Note is not null, $"<p class=\"note\">{file.Note}</p>")}
            {Html.If(IsOutdated(render, session), $"<p class=\"note\">The timeline has changed since this render.</p>")}
            """);
    }
}
