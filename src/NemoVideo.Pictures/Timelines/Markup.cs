namespace NemoVideo.Pictures.Timelines;

/// <summary>Writes XML or HTML. All texts and values are escaped. They must be clean, as those of a picture are.</summary>
/// <param name="cancellationToken">Cancels the drawing at the next element.</param>
internal sealed class Markup(CancellationToken cancellationToken)
{
    private readonly StringBuilder _text = new();

    /// <summary>Starts an element. An attribute without a value is omitted.</summary>
    public Markup Open(string name, params (string Name, string? Value)[] attributes) => Start(name, attributes).Raw(">");

    /// <summary>Writes an element without content.</summary>
    public Markup Empty(string name, params (string Name, string? Value)[] attributes) => Start(name, attributes).Raw("/>");

    /// <summary>Writes an element with a text.</summary>
    public Markup Element(string name, string text, params (string Name, string? Value)[] attributes) =>
        Open(name, attributes).Text(text).Close(name);

    public Markup Close(string name) => Raw($"</{name}>");

    public Markup Text(string text) => Raw(Escape(text));

    /// <summary>Writes constant markup.</summary>
    public Markup Raw(string markup)
    {
        _text.Append(markup);
        return this;
    }

    public Markup Line() => Raw("\n");

    public override string ToString() => _text.ToString();

    /// <summary>A number with at most two decimals.</summary>
    public static string Number(double number) => number.ToString("0.##", CultureInfo.InvariantCulture);

    private static string Escape(string text) => new StringBuilder(text)
        .Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;").Replace("\"", "&quot;").Replace("'", "&#39;").ToString();

    private Markup Start(string name, (string Name, string? Value)[] attributes)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Raw($"<{name}");
        foreach (var (key, value) in attributes)
        {
            if (value is not null)
            {
                Raw($" {key}=\"{Escape(value)}\"");
            }
        }

        return this;
    }
}
