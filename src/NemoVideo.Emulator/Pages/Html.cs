using System.Runtime.CompilerServices;

namespace NemoVideo.Emulator.Pages;

/// <summary>Finished markup. All values in an interpolated string are encoded, so that text from clients stays text.</summary>
internal readonly record struct Html(string Markup)
{
    public static readonly Html Empty = new("");

    public static Html Of(HtmlBuilder builder) => new(builder.ToString());

    /// <summary>The text if the condition is true, otherwise nothing.</summary>
    public static Html If(bool condition, [InterpolatedStringHandlerArgument(nameof(condition))] HtmlBuilder builder) =>
        condition ? Of(builder) : Empty;

    public static Html Join(IEnumerable<Html> parts) => new(string.Concat(parts.Select(static part => part.Markup)));
}

/// <summary>Builds markup from an interpolated string. Values are encoded, tokens in them are hidden, and markup is used as is.</summary>
[InterpolatedStringHandler]
internal sealed partial class HtmlBuilder(int literalLength, int formattedCount)
{
    /// <summary>A client can send a text of 16 MiB.</summary>
    private const int MaxLength = 20_000;

    private readonly StringBuilder _markup = new(literalLength + (formattedCount * 16));

    /// <summary>Values of the string are formatted only if the condition is true.</summary>
    public HtmlBuilder(int literalLength, int formattedCount, bool condition, out bool isUsed)
        : this(literalLength, formattedCount) => isUsed = condition;

    public void AppendLiteral(string literal) => _markup.Append(literal);

    public void AppendFormatted(Html part) => _markup.Append(part.Markup);

    public void AppendFormatted(IEnumerable<Html> parts) => _markup.Append(Html.Join(parts).Markup);

    public void AppendFormatted(int number) => _markup.Append(CultureInfo.InvariantCulture, $"{number}");

    public void AppendFormatted(double number) => _markup.Append(CultureInfo.InvariantCulture, $"{number:0.###}");

    public void AppendFormatted(string? text) =>
        _markup.Append(WebUtility.HtmlEncode(Control().Replace(PageText.Shorten(text ?? "", MaxLength), "\uFFFD")));

    public override string ToString() => _markup.ToString();

    [GeneratedRegex(@"[\x00-\x08\x0B\x0C\x0E-\x1F\x7F-\x9F\u202A-\u202E\u2066-\u2069]")]
    private static partial Regex Control();
}
