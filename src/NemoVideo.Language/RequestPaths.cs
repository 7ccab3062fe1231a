using System.Text.RegularExpressions;

namespace NemoVideo.Language;

/// <summary>Why a request isn't run: what a path or file name in it means isn't certain.</summary>
public enum UnclearPath
{
    /// <summary>Nothing is unclear.</summary>
    None,
    /// <summary>It isn't certain which files to upload.</summary>
    Upload,
    /// <summary>It isn't certain to which folder to download the video.</summary>
    Destination,
}

/// <summary>
/// Decides what the paths in a part of a request are for. An upload can't be undone and a replaced file is gone, so a path is used only if
/// its role and its end are certain. Otherwise, the result is null and the request must not be run.
/// </summary>
/// <param name="exists">Whether a path is an existing file or folder.</param>
internal sealed class RequestPaths(Func<string, bool> exists)
{
    private const RegexOptions Options = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant;
    private const int MaxWords = 5;
    private const int MaxPaths = 100;

    // The number of characters beside a path that can decide about it. A limit keeps the time linear.
    private const int MaxLength = 320;
    private const string ClosingMarks = "，。、；！？：,.;:!?)）";

    private static readonly Regex Exclusion = new(
        @"\b(?:not|no|none|never|neither|nor|cannot|\w+n['’]?t|without|w/o|except\w*|exclu\w+|omit\w*|skip\w*|ignor\w+|avoid\w*|leav\w+"
        + @"|left out|keep\w*|stay\w*|but|minus|unless|instead|rather|besides?|apart|aside|other than|replac\w+|remov\w+|delet\w+"
        + @"|discard\w*|private|secret|confidential)\b"
        + "|不(?!错)|(?<![特分类级区个识])别(?![人处墅])|[除勿没無无莫未删刪替换換]|跳过|略过|跳過|略過|忽略|剔|以外|之外|而非|保留|留[下着]|去掉",
        Options);

    private static readonly Regex Content = new(
        @"\b(?:(?:sub)?titl\w*|captions?|texts?|headings?|headlines?|labels?|words?|says?|saying|reads?|writ\w+|called|named?|credits?)\b"
        + "|标题|標題|字幕|文字|写着|寫著|文案|叫|名为|命名",
        Options);

    private static readonly Regex Target = new(@"\b(?:to|into|onto|as|than|over)\W*$|[到进進入往至成为為]\W*$", Options);

    private static readonly Regex Folder = new(
        @"(?:\b(?:to|into|in|inside|under)(?:\s+(?:the|a|this))?(?:\s+new)?(?:\s+(?:folder|directory))?"
        + @"|[到进進入在至往]\s*(?:文件夹|文件夾|目录|目錄)?)\s*[:：]?\s*$",
        Options);

    private static readonly Regex QuotedFile = new(
        @"\b(?:upload|import|(?:add|use|insert|append|attach|include|overlay|load|put)\s+(?:(?:the|an?|my|our|this)\s+)?(?:[a-z]+\s+)?"
        + @"(?:file|clip|video|footage|logo|music|song|track|audio|sound|image|picture|photo)s?)\s*:?\s*$"
        + @"|(?:上传|上傳|导入|文件|片段|视频|視頻|素材|图片|圖片|照片|音乐|音樂|歌曲|标志|logo)\s*[:：]?\s*$",
        Options);

    private static readonly Regex List = new("^(?:\\W|和|跟|与|與|及|以及|还有|還有)*$", Options);

    private static readonly Regex NextWord = new(
        @"^(?:(?:and|then|plus|so|to|into|onto|as|in|for|at|with|from|please|pls|now|first|next|after|before|together)\b"
        + "|[里裡中内內下的上并然后接和跟与到传傳导放加都全这拿用]|文件夹|文件夾|目录|目錄)",
        Options);

    private static readonly Regex AfterDestination = new(
        @"^\s*(?:里面?|裡面?|中|内|內|下面?|文件夹|文件夾|目录|目錄)*\s*(?:please|pls|thanks|thank you|谢谢|謝謝)?(?=[\s，。；、！？：,.;:!?)）]*$|[，。；！]|[,;.!?]\s)",
        Options);

    private static readonly Regex UnnamedFolder = new(
        @"\b(?:into|in|inside|under|on|onto)\s+(?!(?:(?:my|the|this|your|a|an|its|our)\s+)?(?:(?:current|working)\s+(?:folder|directory)"
        + @"|computer|machine|pc|laptop|mac|disk|here|full|\d\w*|uhd|hd|high|low|medium|best|max|top|good|great|decent|original|mp4|mov"
        + @"|\w+\s+(?:quality|resolution|format)|order|minute|second|moment|once|one|time|parallel|end|background|browser|case)(?![\w-]))\S"
        + @"|\bto\s+(?!(?:(?:my|the|this|your)\s+)?(?:computer|machine|pc|laptop|mac|disk|current (?:folder|directory))(?![\w-]))"
        + @"(?:(?:the|my|our|an?|this|your|his|her)\s|[^\w\s]|(?!(?:me|us|you|mine|here|mp4|see|watch|view|share|download|save|post|send"
        + @"|get|check|use|go|keep|show)\b)\w+\W*(?:$|[,.;!]|please|now|and\b))"
        + @"|(?<!(?:current|same|working)\s)\b(?:folder|directory|dir)\b"
        + "|[载載存出放传傳发發拷收弄写寫丢扔](?:到|进|進|入|在|至)(?!了|我(?:的?(?:电脑|電腦|本地)|$)|本地|电脑|電腦|当前|當前|这里|這裡|本机)",
        Options);

    /// <summary>The paths, file names and URLs in a text, whatever they are for.</summary>
    public static IEnumerable<string> All(string text) => Find(text).Select(token => ContentOf(text, token));

    /// <summary>Whether a text says that something must not be used or done. The content of paths and quotations doesn't count.</summary>
    public static bool Excludes(string text) => Exclusion.IsMatch(Mask(text));

    /// <summary>The files, folders and URLs to upload, in order; null if it isn't certain what to upload.</summary>
    /// <param name="text">The part of the request.</param>
    /// <param name="isEdit">
    /// Whether the part is an edit. In an edit, a name without a folder isn't uploaded, because that file may be uploaded already.
    /// </param>
    public IReadOnlyList<string>? Sources(string text, bool isEdit)
    {
        var tokens = Find(text).Where(token => !isEdit || IsMedia(ContentOf(text, token))).ToList();
        if (tokens.Count > MaxPaths)
        {
            return null;
        }

        var masked = Mask(text);
        var clauses = ClauseBoundary.Split(text);
        var (paths, end) = (new List<string>(), 0);
        foreach (var token in tokens.Where(token => token.Start >= end))
        {
            var clause = clauses.Find(one => token.Start < one.End);
            var words = masked.Substring(clause.Start, clause.End - clause.Start);
            var isContent = Content.IsMatch(words);
            var before = Before(text, token);
            var isQuotedInEdit = isEdit && IsQuoted(text, token);
            if (isQuotedInEdit && isContent)
            {
                continue;
            }

            var between = text.Substring(end, token.Start - end);
            if (isContent || (end > clause.Start && !List.IsMatch(between)) || Target.IsMatch(before)
                || (isQuotedInEdit && !QuotedFile.IsMatch(before)) || Extent(text, token) is not var (path, last))
            {
                return null;
            }

            paths.Add(path);
            end = last;
        }

        return [.. paths.Distinct()];
    }

    /// <summary>The destination folder of a download; "." if the text names none. Null if it isn't certain which one it names.</summary>
    public static string? Destination(string text)
    {
        var tokens = Find(text).ToList();
        if (tokens.Count == 0)
        {
            return UnnamedFolder.IsMatch(Mask(text)) ? null : ".";
        }

        var (token, path) = (tokens[0], ContentOf(text, tokens[0]));
        var rest = text.Substring(token.Start + LengthOf(text, token));
        var isCertain = tokens.Count == 1 && IsRooted(path) && path.IndexOfAny(['$', '%', '*', '?']) < 0
            && !AddressReader.EndsInExtension(TextFolding.Fold(path))
            && Folder.IsMatch(Before(text, token)) && AfterDestination.IsMatch(rest)
            && (IsQuoted(text, token) || (path.IndexOf(' ') < 0 && EndsClearly(path)));
        return isCertain ? path : null;
    }

    /// <summary>The tokens for paths, file names and URLs, also in quotation marks.</summary>
    private static IEnumerable<SentenceToken> Find(string text) => SentenceReader.Read(text).Where(token =>
        token.Text is Placeholder.Path or Placeholder.File or Placeholder.Url
        || (token.Text == Placeholder.Quotation && ContentOf(text, token) is var content
            && (IsRooted(content) || AddressReader.EndsInExtension(TextFolding.Fold(content)))));

    private static string Before(string text, SentenceToken token) =>
        text.Substring(Math.Max(0, token.Start - MaxLength), Math.Min(token.Start, MaxLength));

    private static bool IsQuoted(string text, SentenceToken token) => token.Text != Placeholder.Url
        && QuotedText.Ends(text.Substring(token.Start, token.End - token.Start))[0] > 0;

    private static string ContentOf(string text, SentenceToken token) =>
        QuotedText.Unwrap(text.Substring(token.Start, LengthOf(text, token)));

    /// <summary>The length without Chinese marks and the text after them. In the folded text of the reader, they are Latin marks.</summary>
    private static int LengthOf(string text, SentenceToken token) =>
        token.Text is Placeholder.Path or Placeholder.File && !IsQuoted(text, token)
            && text.IndexOfAny(['，', '；', '！', '？'], token.Start, token.End - token.Start) is > 0 and var mark
            ? mark - token.Start : token.End - token.Start;

    private static bool IsRooted(string path) => Regex.IsMatch(path, @"^(?:\.{0,2}[/\\]|~(?:[/\\]|$)|[a-z]:[/\\])", Options);

    private static bool IsMedia(string path) => path.IndexOfAny(['/', '\\']) >= 0 && MediaFileName.IsSupported(path.Split('?')[0]);

    private static bool EndsClearly(string path) => path.Length > 0 && !TextFolding.IsHan(path[path.Length - 1]);

    /// <summary>The text with spaces instead of quotations and of the words of paths.</summary>
    private static string Mask(string text)
    {
        var masked = text.ToCharArray();
        foreach (var token in SentenceReader.Read(text))
        {
            var isQuotation = token.Text is Placeholder.Quotation || (token.Kind == TokenKind.Placeholder && IsQuoted(text, token));
            var isPath = token.Text is Placeholder.Path or Placeholder.File or Placeholder.Url;
            var end = token.Start + LengthOf(text, token);
            var firstSpace = text.IndexOf(' ', token.Start, end - token.Start);
            for (var i = token.Start; i < (isQuotation || firstSpace < 0 ? end : firstSpace) && (isPath || isQuotation); i++)
            {
                masked[i] = ' ';
            }
        }

        return new string(masked);
    }

    /// <summary>
    /// The path at a token, and its end. If an existing file or folder has a name with fewer or more words, that one is meant. Null if
    /// several exist, or if the end isn't certain.
    /// </summary>
    private (string Path, int End)? Extent(string text, SentenceToken token)
    {
        var path = ContentOf(text, token);
        var end = token.Start + LengthOf(text, token);
        if (token.Text == Placeholder.Url || IsQuoted(text, token))
        {
            return (path, end);
        }

        var existing = Candidates(text, token).Where(exists).Distinct().Take(2).ToList();
        if (existing.Count == 1)
        {
            path = existing[0];
            end = string.CompareOrdinal(text, token.Start, path, 0, path.Length) == 0 ? token.Start + path.Length : end;
        }

        return existing.Count < 2 && (existing.Count == 1 || EndsClearly(path)) && EndsBefore(text, end, path) ? (path, end) : null;
    }

    /// <summary>The path, and the path with fewer or more words.</summary>
    private static IEnumerable<string> Candidates(string text, SentenceToken token)
    {
        yield return ContentOf(text, token);
        var limit = Math.Min(text.Length, token.Start + MaxLength);
        var words = 0;
        for (var i = token.Start + 1; i <= limit && words <= MaxWords; i++)
        {
            if (i == text.Length || char.IsWhiteSpace(text[i]) || ClosingMarks.Contains(text[i]))
            {
                yield return text.Substring(token.Start, i - token.Start);
                words += i < text.Length && char.IsWhiteSpace(text[i]) ? 1 : 0;
            }
        }

        words = 0;
        for (var i = token.Start - 1; token.Text == Placeholder.File && i > 0 && i > token.Start - MaxLength && words < MaxWords; i--)
        {
            if (char.IsWhiteSpace(text[i - 1]) && !char.IsWhiteSpace(text[i]))
            {
                yield return text.Substring(i, token.End - i);
                words++;
            }
        }
    }

    /// <summary>Whether the text after a path surely doesn't belong to it.</summary>
    private static bool EndsBefore(string text, int end, string path)
    {
        var rest = text.Substring(end, Math.Min(MaxLength, text.Length - end));
        var next = rest.TrimStart([.. ClosingMarks]);
        var isFile = AddressReader.EndsInExtension(TextFolding.Fold(path));
        return next.Length == 0 || (char.IsWhiteSpace(next[0]) || TextFolding.IsHan(next[0])
            ? isFile || next.Length < rest.Length || path[path.Length - 1] is '/' or '\\' || NextWord.IsMatch(next.TrimStart())
            : isFile && next.Length == rest.Length && Regex.IsMatch(next, @"^['’]s\b", Options));
    }
}
