using NemoVideo.Language.Sentences;

namespace NemoVideo.Language.Tests.Sentences;

public class SentenceReaderTests
{
    [Theory]
    [InlineData("upload notes.pdf", "upload <file>")]
    [InlineData("put D:\\clips\\x.mp4 in my project", "put <path> in my project")]
    [InlineData("add C:\\Clientes\\Padaria do Zé\\depoimento.mov now", "add <path> now")]
    [InlineData("use \\\\nas\\share\\a.mov", "use <path>")]
    [InlineData("把D:\\下載\\影片.avi傳上去", "把 <path> 传上去")]
    [InlineData("下载到~/Downloads里", "下载到 <path> 里")]
    [InlineData("get https://a.example/x.mp4?dl=1 please", "get <url> please")]
    [InlineData("say “导出成功” at 0:10", "say <quote> at <time>")]
    [InlineData("load 'C:\\my clips\\a.mp4'", "load <path>")]
    [InlineData("cut 10s and 2.5 in 4K", "cut #s and <number> in #k")]
    [InlineData("before/after", "before / after")]
    [InlineData("幫我匯出", "帮我汇出")]
    public void Read_Sentence_ReplacesContentByPlaceholders(string sentence, string expected) =>
        Assert.Equal(expected, string.Join(" ", SentenceReader.Read(sentence).Select(static token => token.Text)));
}
