namespace NemoVideo.Emulator.Pages;

/// <summary>Shows the entries of a conversation.</summary>
internal static class ConversationView
{
    public const string Parent = "conversation";

    public static IEnumerable<Fragment> Fragments(IReadOnlyList<ConversationEntry> entries) =>
        entries.Select(static (entry, index) => new Fragment(
            string.Create(CultureInfo.InvariantCulture, $"entry-{index}"), Parent, "li", "entry " + ClassOf(entry.Kind), Show(entry)));

    private static string ClassOf(ConversationKind kind) => kind.ToString().ToLowerInvariant();

    private static Html Show(ConversationEntry entry) => entry.Kind switch
    {
        ConversationKind.Message => ShowText("You", entry),
        ConversationKind.Text => ShowText("Agent", entry),
        ConversationKind.Error => ShowText("Error", entry),
        ConversationKind.ToolCall => Html.Of($"""
            <p class="step"><code>{entry.Tool}</code> {Arguments(entry.Text)}</p>{PageText.Time(entry.At)}
            """),
        ConversationKind.ToolResult => Html.Of($"""
            <p class="step"><span class="visually-hidden">Result of {entry.Tool}: </span>{entry.Text}</p>{PageText.Time(entry.At)}
            """),
        _ => Html.Of($"""<p class="step">{entry.Text}</p>{PageText.Time(entry.At)}"""),
    };

    private static Html ShowText(string who, ConversationEntry entry) => Html.Of($"""
        <p class="who">{who} {PageText.Time(entry.At)}</p><p class="said">{entry.Text.Trim()}</p>
        """);

    private static Html Arguments(string json)
    {
        var arguments = JsonNode.Parse(json) as JsonObject ?? [];
        return Html.Join(arguments.Where(static argument => argument.Value is not null).Select(static argument => Html.Of($"""
            <span class="argument"><span>{argument.Key}</span> {argument.Value!.ToString()}</span>
            """)));
    }
}
