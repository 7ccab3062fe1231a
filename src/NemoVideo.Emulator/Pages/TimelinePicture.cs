namespace NemoVideo.Emulator.Pages;

/// <summary>
/// Draws a timeline to scale as SVG. Times are percentages of the width, so that the picture fits each screen without a script and
/// without inline styles, which the content security policy forbids.
/// </summary>
internal sealed class TimelinePicture(Thumbnails thumbnails)
{
    private const int RulerHeight = 28;
    private const int Gap = 6;

    private static readonly double[] Steps = [0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600];

    /// <summary>The timeline with a ruler, names and frames, and the same content as a table.</summary>
    public Html Draw(Session session)
    {
        var draft = new Draft(session.Draft);
        var lanes = Lane.Of(draft);
        if (lanes.Count == 0)
        {
            return Html.Of($"""<p class="empty">The timeline is empty. Upload a clip, or ask for a generated one.</p>""");
        }

        var total = TotalOf(lanes);
        var height = RulerHeight + lanes.Sum(static lane => HeightOf(lane.Type) + Gap);
        var y = RulerHeight;
        var drawn = new StringBuilder();
        foreach (var lane in lanes)
        {
            drawn.Append(Draw(session, lane, total, y).Markup);
            y += HeightOf(lane.Type) + Gap;
        }

        return Html.Of($"""
            <div class="timeline">
            <ul class="lane-names" aria-hidden="true">{lanes.Select(NameOf)}</ul>
            <div class="scroll" tabindex="0" role="group" aria-label="Timeline to scale">
            <svg class="lanes" width="100%" height="{height}" role="img" aria-label="{draft.Summarize()}">
            {Ruler(total, height)}
            {new Html(drawn.ToString())}
            </svg>
            </div>
            </div>
            <details class="as-text"><summary>Timeline as text</summary>
            <p>{draft.Summarize()}</p>
            </details>
            """);
    }

    /// <summary>The timeline as a small picture without text.</summary>
    public static Html DrawSmall(Draft draft)
    {
        var lanes = Lane.Of(draft);
        var total = TotalOf(lanes);
        var blocks = lanes.SelectMany((lane, index) => lane.Blocks.Select(block => Html.Of($"""
            <rect class="{ClassOf(lane.Type)}" x="{Share(block.Start, total)}%" width="{Share(block.Length, total)}%"
             y="{index * 10}" height="8" rx="2"/>
            """)));
        return lanes.Count == 0
            ? Html.Of($"""<p class="facts">Empty timeline</p>""")
            : Html.Of($"""
                <svg class="small-lanes" width="100%" height="{lanes.Count * 10}" role="img" aria-label="{draft.Summarize()}">{blocks}</svg>
                """);
    }

    private static Html NameOf(Lane lane) => Html.Of($"""<li class="{ClassOf(lane.Type)}">{lane.Label}</li>""");

    private static TimeSpan TotalOf(IReadOnlyList<Lane> lanes) =>
        lanes.SelectMany(static lane => lane.Blocks).Select(static block => block.End).DefaultIfEmpty().Max();

    private static int HeightOf(TrackType type) => type switch
    {
        TrackType.Video => 72,
        TrackType.Audio => 44,
        _ => 34,
    };

    private static string ClassOf(TrackType type) => type.ToString().ToLowerInvariant();

    private static double Share(TimeSpan time, TimeSpan total) => total > TimeSpan.Zero ? 100 * (time / total) : 0;

    /// <summary>Labeled marks at round times, at most ten of them, with unlabeled marks between them.</summary>
    private static Html Ruler(TimeSpan total, int height)
    {
        var seconds = total.TotalSeconds;
        var step = Steps.FirstOrDefault(candidate => seconds / candidate <= 10, Math.Ceiling(seconds / 36_000) * 3600);
        var marks = Enumerable.Range(0, (int)(seconds / step) + 1).Select(index => index * step).ToList();
        return Html.Join(marks.Select(mark => Html.Of($"""
            <line class="grid" x1="{100 * mark / seconds}%" x2="{100 * mark / seconds}%" y1="0" y2="{height}"/>
            """)).Concat(marks.Select(mark => mark / seconds < 0.97 ? Html.Of($"""
            <text class="tick" x="{100 * mark / seconds}%" dx="5" y="14">{PageText.Length(TimeSpan.FromSeconds(mark), total)}</text>
            """) : Html.Of($"""
            <text class="tick last" x="{100 * mark / seconds}%" dx="-5" y="14">{PageText.Length(TimeSpan.FromSeconds(mark), total)}</text>
            """))));
    }

    private Html Draw(Session session, Lane lane, TimeSpan total, int y) => Html.Join(lane.Blocks.Select(block =>
    {
        var height = HeightOf(lane.Type);
        var width = Share(block.Length, total);
        return Html.Of($"""
            <svg class="block {ClassOf(lane.Type)}" x="{Share(block.Start, total)}%" y="{y}" width="{width}%" height="{height}">
            <title>{Describe(block)}</title>
            <rect class="body" width="100%" height="100%"/>
            {(lane.Type == TrackType.Video ? Film(session, block, height) : Html.Empty)}
            {(width > 2.5 ? Label(lane.Type, block, height) : Html.Empty)}
            <rect class="edge" x="1" y="1" width="100%" height="100%"/>
            </svg>
            """);
    }));

    private static string Describe(Block block) =>
        $"{block.Name}: {PageText.Length(block.Start, block.End)} to {PageText.Length(block.End)}, {PageText.Length(block.Length)}"
        + (block.Volume is { } volume ? $", volume {(volume * 100).ToString("0", CultureInfo.InvariantCulture)}%" : "");

    private static Html Label(TrackType type, Block block, int height)
    {
        var detail = block.Volume is { } volume
            ? $"{PageText.Length(block.Length)} · volume {(volume * 100).ToString("0", CultureInfo.InvariantCulture)}%"
            : PageText.Length(block.Length);
        return type switch
        {
            TrackType.Video => Html.Of($"""
                <rect class="shade" y="{height - 24}" width="100%" height="24"/>
                <text class="name" x="10" y="{height - 8}">{block.Name}<tspan class="detail" dx="8">{detail}</tspan></text>
                """),
            TrackType.Audio => Html.Of($"""
                <text class="name" x="10" y="18">{block.Name}</text><text class="detail" x="10" y="34">{detail}</text>
                """),
            _ => Html.Of($"""<text class="name" x="10" y="22">{block.Name}<tspan class="detail" dx="8">{detail}</tspan></text>"""),
        };
    }

    /// <summary>The first picture of the clip. Without ffmpeg, there is none.</summary>
    private Html Film(Session session, Block block, int height)
    {
        var film = Html.Of($"""<rect class="film" width="100%" height="100%"/>""");
        return session.Uploads.FirstOrDefault(upload => upload.Id == block.Source) is { } upload
            && thumbnails.AddressOf(session, upload) is { } address
            ? Html.Of($"""{film}<image href="{address}" width="{height * Thumbnails.Width / Thumbnails.Height}" height="{height}"/>""")
            : film;
    }
}
