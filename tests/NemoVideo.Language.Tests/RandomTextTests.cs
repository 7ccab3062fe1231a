namespace NemoVideo.Language.Tests;

/// <summary>Checks properties that apply to every text, with random texts of significant words and marks.</summary>
public sealed class RandomTextTests
{
    private static readonly string[] Pieces =
    [
        " ", " ", " ", " ", "\n", "\r\n", ".", ",", ";", ":", "!", "?", "。", "，", "“", "”", "\"", "'", "`", "[", "]", "**", "- ", "1. ", "…",
        "click", "the", "Export", "button", "open", "panel", "drag", "drop", "timeline", "says", "when", "if", "you", "to", "using", "and",
        "I", "added", "a", "title", "is", "ready", "account", "billing", "preview", "don't", "credits", "status", "upload", "a.mp4", "C:\\x",
        "http://a", "https://b.c/d.mp4", "点击", "导出", "打开", "面板", "把", "在", "了", "写着", "积分", "状态", "上传", "\ud83d\ude00", "\ud83d", "ｅ",
    ];

    [Fact]
    public void Translate_AnyText_AddsNothingButSpaces()
    {
        foreach (var text in Texts())
        {
            var translation = GuiTranslation.Translate(text);

            Assert.True(IsPart(translation.Text.Replace(" ", "", StringComparison.Ordinal), text), text);
            Assert.DoesNotContain(GuiAction.None, translation.Actions);
        }
    }

    [Fact]
    public void Translate_NoAction_ReturnsSameText()
    {
        foreach (var text in Texts().Where(static text => GuiTranslation.Translate(text).Actions.Count == 0))
        {
            Assert.Same(text, GuiTranslation.Translate(text).Text);
        }
    }

    [Fact]
    public void Route_AnyText_ReturnsRouteAndReason()
    {
        foreach (var text in Texts())
        {
            var route = RequestRouter.Route(text);

            Assert.True(Enum.IsDefined(route.Route), text);
            Assert.NotEmpty(route.Reason);
        }
    }

    private static IEnumerable<string> Texts()
    {
        var random = new Random(9);
        for (var i = 0; i < 20_000; i++)
        {
            yield return string.Concat(Enumerable.Range(0, random.Next(1, 30)).Select(_ => Pieces[random.Next(Pieces.Length)]));
        }
    }

    /// <summary>Whether the part is the whole without some of its characters.</summary>
    private static bool IsPart(string part, string whole)
    {
        var position = 0;
        foreach (var character in whole)
        {
            if (position < part.Length && part[position] == character)
            {
                position++;
            }
        }

        return position == part.Length;
    }
}
