using System.Diagnostics;

namespace NemoVideo.Language.Tests;

/// <summary>Long repetitive texts that would be slow to parse with a quadratic algorithm.</summary>
public static class HostileText
{
    // At this length, a linear algorithm takes a second, and a quadratic one minutes. While coverage is measured on a busy machine, as in
    // .ci/run, both take up to 30 times longer, so the limit is wide.
    private const int Length = 100_000;

    public static TheoryData<string> Patterns =>
    [
        "a", " ", "\"", "\"a", "“", "“a ", "'", " 'a", "[", "《导", "`", "/", "/a", "./", "C:\\", "http://", "a.", "1.", ".", ",", ":", "a,",
        "导", "导出", "在", "把", "即可", "\n", "- \n", "1.\n", "a:\n", "click ", "click the button, ", "if ", "when you click, ", "says ",
        "export ", "export and ", "don't ", "you can ", "Click Export. ", "Next steps:\nClick Export\n", "a:\nClick Export\n\n", "-", "a-", "ａ",
        "upload ", "upload ./a.mp4, ", "upload all my clips in ", "add the clip ", "可以", "上传视频", "download it to the ", "把 ./a.mp4 ", "cancel all the ",
    ];

    public static void AssertLinear(string pattern, Action<string> read)
    {
        var text = string.Concat(Enumerable.Repeat(pattern, Length / pattern.Length));
        var clock = Stopwatch.StartNew();
        read(text);
        read("click the button and export " + text + " export");
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromMinutes(4));
    }
}
