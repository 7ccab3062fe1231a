using NemoVideo.Language.Intents;

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
    public void Translate_AnyText_LosesOnlyReplacedSentences()
    {
        foreach (var text in Texts())
        {
            var translation = GuiTranslationTests.Translate(text);
            var rest = translation.Text.Split('\n').Where(static line => !line.Contains("Suggested: ", StringComparison.Ordinal));

            Assert.All(rest, line => Assert.Contains(line.Trim(), text, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Translate_NoSuggestion_ReturnsSameText()
    {
        foreach (var text in Texts().Where(static text => GuiTranslationTests.Translate(text).Suggestions.Count == 0))
        {
            Assert.Same(text, GuiTranslationTests.Translate(text).Text);
        }
    }

    [Fact]
    public void Create_AnyText_ReturnsStepsAndSendsEditsAsWritten()
    {
        foreach (var text in Texts().Where(static text => text.Trim().Length > 0))
        {
            var steps = RequestParser.Parse(text);

            Assert.NotEmpty(steps);
            Assert.All(steps, step => Assert.Contains(step.Text, text, StringComparison.Ordinal));
            Assert.DoesNotContain(steps, static step => step.Intent == RequestIntent.Combined);
        }
    }

    private static IEnumerable<string> Texts()
    {
        var random = new Random(9);
        for (var i = 0; i < 5_000; i++)
        {
            yield return string.Concat(Enumerable.Range(0, random.Next(1, 30)).Select(_ => Pieces[random.Next(Pieces.Length)]));
        }
    }
}
