namespace NemoVideo.Language.Sentences;

/// <summary>Finds paths, file names and URLs in folded text, with and without a root, between words or inside Chinese text.</summary>
internal static class AddressReader
{
    private const int MaxWordsInPath = 5;
    private const int MaxExtensionLength = 6;

    // A limit keeps the time linear: a longer text without spaces is no path.
    private const int MaxLength = 320;
    private const int MaxUrlLength = 4096;

    /// <summary>The extensions of the files that the service accepts. A test compares them with the client's.</summary>
    public const string MediaExtensions = "mp4|mov|avi|webm|mkv|jpg|jpeg|png|gif|webp|mp3|wav|m4a|aac";

    private static readonly HashSet<string> Extensions = new(
        (MediaExtensions + "|m4v|wmv|flv|mpg|mpeg|mts|m2ts|mxf|3gp|ts|ogg|opus|flac|aif|aiff|wma|mid|srt|ass|vtt|heic|tif|tiff|bmp|svg|psd|ai"
            + "|eps|raw|cr2|dng|r3d|braw|pdf|txt|md|doc|docx|ppt|pptx|xls|xlsx|csv|json|xml|edl|aaf|cube|zip|rar|7z|tar|gz|log|ttf|otf|prproj|exe")
            .Split('|'),
        StringComparer.Ordinal);

    private const RegexOptions Options = RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.Singleline;

    private static readonly Regex Beginning = new(@"\G([/\\~$%_\p{L}\p{Nd}]|\*\S*\.|\.\.[/\\]|\.[/\\](?!\z))", Options);
    private static readonly Regex Url = new(@"^([a-z0-9]+://.|www\.)", Options);

    // An explicit root: C:\, ./, ~/, /home/. A second slash is required, because "/export" is a chat command and not a file.
    private static readonly Regex Root = new($@"\G(\.\.?[/\\]|~[/\\]|\\\\|\p{{L}}:[/\\]|/[^/\s]{{1,{MaxLength - 2}}}/)", Options);

    // A drive (d:, nas:/raid), a backslash, a separator at the start or the end, or a variable.
    private static readonly Regex OtherPath = new(
        $@"^(?!{TextFolding.Han})(\p{{L}}:\z|.+:/|[^\\].*\\|//.|{TextFolding.Letter}.+/\z|[~$%](.+/|/.))", Options);

    private static readonly Regex FirstHan = new(TextFolding.Han, Options);

    // In a path, a Chinese character is no part of the path if it follows a Latin name.
    private static readonly Regex HanAfterWord = new($"(?<={TextFolding.Letter}){TextFolding.Han}", Options);

    private static readonly Regex UrlChunk = new(@"\G[^\s，。、；！？]*", Options);
    private static readonly Regex PathChunk = new(@"\G[^\s，。、；！？|<>]*", Options);

    /// <summary>Reads the path, file name or URL that begins at a position.</summary>
    /// <param name="text">The folded text.</param>
    /// <param name="start">A position that isn't whitespace and that follows whitespace, punctuation or a Chinese character.</param>
    /// <param name="limit">The position where the next quotation begins, or the length of the text. A URL can contain it.</param>
    /// <param name="original">The text before folding, which distinguishes Chinese from Latin punctuation.</param>
    /// <returns>The placeholder and the position after the address; null if none begins here.</returns>
    public static (string Placeholder, int End)? Read(string text, int start, int limit, string original)
    {
        if (!Beginning.IsMatch(text, start))
        {
            return null;
        }

        var chunk = ChunkAt(text, start, limit, original);
        if (Url.IsMatch(chunk))
        {
            // A longer URL isn't read at all, because part of it would be another URL.
            var length = EndOfUrl(text, start, original) - start;
            return length < MaxUrlLength ? (Placeholder.Url, start + WithoutMarks(text.Substring(start, length)).Length) : null;
        }

        if (Root.IsMatch(text, start) || OtherPath.IsMatch(chunk))
        {
            return (
                Placeholder.Path,
                EndOfFile(chunk, start) ?? EndOfPathWithSpaces(text, start + chunk.Length, limit, original)
                    ?? start + WithoutMarks(HanAfterWord.Split(chunk, 2)[0]).Length);
        }

        // After a Latin word and a space, Chinese characters directly before an extension are a name: "add 海边.mp4".
        var name = start > 1 && text[start - 1] == ' ' && text[start - 2] is (>= 'a' and <= 'z') or (>= '0' and <= '9')
            ? HanAfterWord.Split(chunk, 2)[0] : FirstHan.Split(chunk, 2)[0];
        return EndOfFile(name, start) is { } end
            ? (text.IndexOfAny(['/', '\\'], start, end - start) >= 0 ? Placeholder.Path : Placeholder.File, end)
            : null;
    }

    /// <summary>Whether a text is one path, file name or URL.</summary>
    public static bool IsAddress(string text) => text.Length > 0 && !char.IsWhiteSpace(text[0])
        && Read(TextFolding.Fold(text), 0, text.Length, text) is { } address && address.End >= text.TrimEnd().Length;

    /// <summary>Whether a text ends in a known extension.</summary>
    public static bool EndsInExtension(string text) => EndOfFile(TextFolding.Fold(text), 0) == text.Length;

    private static string ChunkAt(string text, int start, int limit, string original) =>
        text.Substring(start, PathChunk.Match(original, start, Math.Min(limit - start, MaxLength)).Length);

    /// <summary>
    /// The end of a URL: white space, a Chinese punctuation mark, or the beginning of other text directly after it. Part of a URL would
    /// be another URL, so it isn't cut at other characters.
    /// </summary>
    private static int EndOfUrl(string text, int start, string original)
    {
        // A limit keeps the time linear, because text after the end can contain any number of other URLs.
        var end = start + UrlChunk.Match(original, start, Math.Min(text.Length - start, MaxUrlLength)).Length;
        if (start > 0 && text[start - 1] == '<' && text.IndexOf('>', start, end - start) is >= 0 and var closing)
        {
            end = closing;
        }

        if (end - start == MaxUrlLength)
        {
            return end;
        }

        var query = text.IndexOfAny(['?', '#'], start, end - start) is >= 0 and var mark ? mark : end;
        var last = text.LastIndexOfAny(['/', '?', '#', '=', '&', '%', '.'], end - 1, end - start);
        var isNamed = false;
        for (var i = start + 1; i < end; i++)
        {
            var isHan = TextFolding.IsHan(text[i]);
            var isOther = isHan || original[i] is >= '\u0080' or '"' or '<' or '>' or '|' or '`';
            var before = isHan && text[i - 1] is ',' or ';' or '!' or ':' ? i - 1 : i;
            if (isOther && ((IsAfterExtension(text, start, before) && (i < query || (isHan && i > last)))
                || (isHan && i > last && !isNamed && TextFolding.IsWordCharacter(text[before - 1]))))
            {
                return before;
            }

            isNamed |= isHan && i > last;
        }

        return end;
    }

    private static bool IsAfterExtension(string text, int start, int end) =>
        Math.Max(start, end - MaxExtensionLength - 2) is var from && EndsInExtension(text.Substring(from, end - from));

    /// <summary>The end of a file name with a known extension: the last one, because the name of a folder or site can also end in one.</summary>
    private static int? EndOfFile(string chunk, int start)
    {
        for (var dot = chunk.LastIndexOf('.'); dot > 0; dot = chunk.LastIndexOf('.', dot - 1))
        {
            var end = dot + 1;
            while (end < chunk.Length && end <= dot + MaxExtensionLength + 1 && chunk[end] is (>= 'a' and <= 'z') or (>= '0' and <= '9'))
            {
                end++;
            }

            if (Extensions.Contains(chunk.Substring(dot + 1, end - dot - 1)))
            {
                return start + end;
            }
        }

        return null;
    }

    /// <summary>The end of a path with spaces, if one of the next words contains a separator or ends in a known extension.</summary>
    private static int? EndOfPathWithSpaces(string text, int end, int limit, string original)
    {
        int? found = null;
        for (var words = 0; words < MaxWordsInPath && end < limit && text[end] == ' ' && text[end - 1] is not (',' or ';'); words++)
        {
            var start = end + 1;
            var chunk = ChunkAt(text, start, limit, original);
            if (chunk.Length == 0 || Url.IsMatch(chunk) || Root.IsMatch(text, start))
            {
                break;
            }

            if (EndOfFile(chunk, start) is { } file)
            {
                return file;
            }

            end = start + chunk.Length;
            found = chunk.Contains('\\') ? start + WithoutMarks(chunk).Length : found;
        }

        return found;
    }

    private static string WithoutMarks(string address) =>
        address.TrimEnd(address.Contains('(') ? ['.', ',', ';', ':', '!', '?'] : ['.', ',', ';', ':', '!', '?', ')']);
}
