namespace NemoVideo.Pictures.Timelines;

/// <summary>
/// Draws a picture as SVG, to scale, with a ruler, lanes and a legend. It has no script. Its colors follow the display: light or dark.
/// </summary>
public static class SvgPicture
{
    // All distances are multiples of 8.
    private const int Width = 1120;
    private const int Margin = 32;
    private const int PlotLeft = 168;
    private const int PlotWidth = Width - Margin - PlotLeft;
    private const int PageWidth = Width - (2 * Margin);
    private const int RowHeight = 48;
    private const int BlockHeight = 40;
    private const int MaxRows = 16;
    private const int TickDistance = 72;
    private const double TitleCell = 12.5;
    private const double NameCell = 7.4;
    private const double FactCell = 6.2;
    private const double LegendCell = 7;

    /// <summary>The picture as an SVG document.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="cancellationToken">Cancels the drawing.</param>
    public static string Draw(TimelinePicture picture, CancellationToken cancellationToken = default)
    {
        _ = picture ?? throw new ArgumentNullException(nameof(picture));
        var body = new Markup(cancellationToken);
        var height = new Drawing(picture, body).DrawAll();
        var svg = new Markup(cancellationToken);
        svg.Open(
            "svg", ("xmlns", "http://www.w3.org/2000/svg"), ("viewBox", $"0 0 {Width} {height}"), ("width", $"{Width}"),
            ("height", $"{height}"), ("role", "img"), ("aria-labelledby", "title desc"), ("font-family", PictureTheme.Fonts)).Line();
        svg.Element("title", picture.Title, ("id", "title")).Line();
        svg.Element("desc", Describe(picture), ("id", "desc")).Line();
        svg.Open("style").Raw(SvgStyle.Text).Close("style").Line();
        return svg.Raw(body.ToString()).Close("svg").Line().ToString();
    }

    /// <summary>All lanes as text, for screen readers.</summary>
    private static string Describe(TimelinePicture picture) => string.Join(" ", picture.Panels.Select(panel =>
        $"{panel.Caption ?? "Timeline"}: {(panel.Lanes.Count == 0 ? "empty" : string.Join("; ", panel.Lanes.Select(Describe)))}."));

    private static string Describe(PictureLane lane)
    {
        var blocks = lane.Blocks.Where(static block => block.Row < MaxRows).Select(block =>
            $"{BlockText.Name(block, lane)} ({PictureRuler.Format(block.Start)} to {PictureRuler.Format(block.End)})");
        var text = string.Join(", ", blocks.Append(lane.Omitted(MaxRows)).OfType<string>());
        return $"{lane.Label}: {(text.Length == 0 ? "empty" : text)}";
    }

    private sealed class Drawing(TimelinePicture picture, Markup svg)
    {
        private readonly TimeSpan _duration = picture.Duration;
        private double _top = Margin;

        /// <summary>Draws everything and returns the height.</summary>
        public int DrawAll()
        {
            svg.Empty("rect", ("class", "page"), ("width", "100%"), ("height", "100%")).Line();
            Text(Margin, 24, Cut(picture.Title, PageWidth / TitleCell), "title ink");
            if (picture.Facts.Length > 0)
            {
                Text(Margin, 48, Cut(picture.Facts, PageWidth / NameCell), "facts muted");
            }

            _top += 72;
            foreach (var panel in picture.Panels)
            {
                Panel(panel);
            }

            Legend();
            return (int)Math.Ceiling((_top + Margin) / 8) * 8;
        }

        private static double X(TimeSpan time, TimeSpan duration) => PlotLeft + (PictureRuler.PartOf(time, duration) * PlotWidth);

        private static string Cut(string text, double cells) => CellText.Cut(text, (int)cells, "…");

        private void Text(double x, double y, string text, string style, string? anchor = null) => svg.Element(
            "text", text, ("x", Markup.Number(x)), ("y", Markup.Number(_top + y)), ("class", style), ("text-anchor", anchor)).Line();

        private void Panel(PicturePanel panel)
        {
            if (panel.Caption is { } caption)
            {
                Text(Margin, 16, caption, "caption ink");
                Text(Width - Margin, 16, string.Join(" · ", panel.Facts), "muted", "end");
                _top += 32;
            }

            if (panel.Lanes.Count == 0)
            {
                Text(Margin, 16, "The timeline is empty.", "muted");
                _top += 40;
                return;
            }

            Ruler(panel.Lanes.Sum(static lane => HeightOf(lane) + 8) - 8);
            foreach (var lane in panel.Lanes)
            {
                Lane(lane);
            }

            _top += 24;
        }

        private static int HeightOf(PictureLane lane) => RowHeight * Math.Min(lane.RowCount, MaxRows);

        private void Ruler(int height)
        {
            if (_duration <= TimeSpan.Zero)
            {
                return;
            }

            foreach (var tick in PictureRuler.Ticks(_duration, PlotWidth / TickDistance))
            {
                var x = X(tick.Time, _duration);
                var anchor = x > Width - Margin - 24 ? "end" : x == PlotLeft ? null : "middle";
                Text(x, 12, tick.Label, "tick small muted", anchor);
                svg.Empty(
                    "path", ("class", "grid"), ("d", $"M{Markup.Number(x)} {Markup.Number(_top + 20)}v{height + 12}")).Line();
            }

            _top += 32;
        }

        private void Lane(PictureLane lane)
        {
            var height = HeightOf(lane);
            svg.Empty(
                "rect", ("class", "lane"), ("x", $"{PlotLeft}"), ("y", Markup.Number(_top)), ("width", $"{PlotWidth}"),
                ("height", $"{height}"), ("rx", "8"), ("fill-opacity", "0.72")).Line();
            Text(Margin, 21, lane.Label, "label ink");
            var change = PictureTheme.NameOf(lane.Mark);
            var isMarked = change.Length > 0;
            var note = isMarked ? change : Cut(BlockText.Summarize(lane, MaxRows), (PlotLeft - Margin - 8) / FactCell);
            Text(Margin, 37, note, isMarked ? $"small note label {PictureTheme.ClassOf(lane.Mark)}" : "small note muted");
            foreach (var block in lane.Blocks.Where(static block => block.Row < MaxRows))
            {
                Block(block, lane);
            }

            _top += height + 8;
        }

        private void Block(PictureBlock block, PictureLane lane)
        {
            var x = X(block.Start, _duration);
            var width = Math.Max(X(block.End, _duration) - x - 2, 3);
            var style = PictureTheme.ClassOf(lane.Kind) + (block.IsChanged ? " new" : "");
            svg.Open("g", ("class", picture.IsUnchanged(block) ? "same" : style));
            svg.Element("title", BlockText.Describe(block, lane));

            // A nested picture clips its content, because the width of the text is only estimated.
            svg.Open(
                "svg", ("x", Markup.Number(x)), ("y", Markup.Number(_top + (block.Row * RowHeight) + 4)), ("width", Markup.Number(width)),
                ("height", $"{BlockHeight}"));
            svg.Empty(
                "rect", ("class", "body"), ("x", "0.75"), ("y", "0.75"), ("width", Markup.Number(Math.Max(width - 1.5, 1))),
                ("height", "38.5"), ("rx", "6"));
            svg.Empty("rect", ("class", "edge"), ("x", "0.75"), ("y", "0.75"), ("width", "4"), ("height", "38.5"), ("rx", "2"));
            var name = Cut(BlockText.Name(block, lane), (width - 22) / NameCell);
            if (name.Length > 0)
            {
                svg.Element("text", name, ("class", "name"), ("x", "14"), ("y", "18"));
                var facts = BlockText.Facts(block);
                if (facts.Length * FactCell <= width - 22)
                {
                    svg.Element("text", facts, ("class", "small note"), ("x", "14"), ("y", "32"));
                }
            }

            svg.Close("svg").Close("g").Line();
        }

        private void Legend()
        {
            var entries = picture.Kinds.Select(static kind =>
                (Style: PictureTheme.ClassOf(kind), Text: PictureTheme.NameOf(kind))).ToList();
            entries.AddRange(picture.HasUnchangedBlocks ? [("same", "unchanged")] : []);
            entries.AddRange(picture.IsEdit ? [("outline", "changed by the edit")] : []);
            svg.Open("g", ("class", "legend")).Line();
            var x = (double)Margin;
            foreach (var (style, text) in entries)
            {
                LegendEntry(style, text, x);
                x += WidthOf(text);
            }

            svg.Close("g").Line();
            _top += 16;
        }

        private static double WidthOf(string text) => 40 + (text.Length * LegendCell);

        private void LegendEntry(string style, string text, double x)
        {
            svg.Open("g", ("class", style));
            Swatch("body", "16", "3");
            if (style != "outline")
            {
                Swatch("edge", "3", "1.5");
            }

            svg.Close("g");
            Text(x + 24, 12, text, "small muted");

            void Swatch(string part, string width, string radius) => svg.Empty(
                "rect", ("class", part), ("x", Markup.Number(x)), ("y", Markup.Number(_top + 2)), ("width", width), ("height", "12"),
                ("rx", radius));
        }
    }
}
