namespace NemoVideo.Language.Sentences;

/// <summary>Finds paths, file names and URLs in folded text, with and without a root, between words or inside Chinese text.</summary>
internal static class AddressReader
{
    private const int MaxWordsInPath = 5;
    private const int MaxExtensionLength = 6;

    // A limit keeps the time linear: a longer text without spaces is no path.
    private const int MaxLength = 320;
    private const int MaxUrlLength = 4096;

    private static readonly char[] UrlEnds =
    [
        .. "，。、；！？ \t\n\v\f\r\u0085\u00A0\u1680\u2028\u2029\u202F\u205F\u3000", .. Enumerable.Range(0x2000, 11).Select(static code => (char)code),
    ];

    private static readonly string[] Roots = ["./", ".\\", "../", "..\\", "~/", "~\\", "\\\\"];

    private static readonly HashSet<string> Extensions = new(StringComparer.Ordinal)
    {
        "mp4", "mov", "avi", "webm", "mkv", "jpg", "jpeg", "png", "gif", "webp", "mp3", "wav", "m4a", "aac", "m4v", "wmv", "flv", "mpg",
        "mpeg", "mts", "m2ts", "mxf", "3gp", "ts", "ogg", "opus", "flac", "aif", "aiff", "wma", "mid", "srt", "ass", "vtt", "heic", "tif",
        "tiff", "bmp", "svg", "psd", "ai", "eps", "raw", "cr2", "dng", "r3d", "braw", "pdf", "txt", "md", "doc", "docx", "ppt", "pptx",
        "xls", "xlsx", "csv", "json", "xml", "edl", "aaf", "cube", "zip", "rar", "7z", "tar", "gz", "log", "ttf", "otf", "prproj", "exe",
    };

    /// <summary>Reads the path, file name or URL that begins at a position.</summary>
    /// <param name="text">The folded text.</param>
    /// <param name="start">A position that isn't whitespace and that follows whitespace, punctuation or a Chinese character.</param>
    /// <param name="limit">The position where the next quotation begins, or the length of the text. A URL can contain it.</param>
    /// <param name="original">The text before folding, which distinguishes Chinese from Latin punctuation.</param>
    /// <returns>The placeholder and the position after the address; null if none begins here.</returns>
    public static (string Placeholder, int End)? Read(string text, int start, int limit, string original)
    {
        var chunk = CanBegin(text, start) ? EndOfChunk(original, start, Math.Min(limit, start + MaxLength)) : start;
        if (chunk == start)
        {
            return null;
        }

        if (IsUrl(text, start, chunk))
        {
            // A longer URL isn't read at all, because part of it would be another URL.
            var end = EndOfUrl(text, start, original);
            return end - start < MaxUrlLength ? (Placeholder.Url, WithoutMarks(text, start, end)) : null;
        }

        if (IsRooted(text, start, chunk))
        {
            return (
                Placeholder.Path,
                EndOfFile(text, start, chunk) ?? EndOfPathWithSpaces(text, chunk, limit, original)
                    ?? WithoutMarks(text, start, EndBeforeHan(text, start, chunk, onlyAfterWord: true)));
        }

        if (!TextFolding.IsHan(text[start]) && EndOfFile(text, start, EndBeforeHan(text, start, chunk)) is { } fileEnd)
        {
            var isPath = text.IndexOf('/', start, fileEnd - start) >= 0 || text.IndexOf('\\', start, fileEnd - start) >= 0;
            return (isPath ? Placeholder.Path : Placeholder.File, fileEnd);
        }

        return null;
    }

    /// <summary>Whether a text is one path, file name or URL.</summary>
    public static bool IsAddress(string text) => text.Length > 0 && !char.IsWhiteSpace(text[0])
        && Read(TextFolding.Fold(text), 0, text.Length, text) is { } address && address.End >= text.TrimEnd().Length;

    /// <summary>Whether a folded text ends in a known extension.</summary>
    public static bool EndsInExtension(string text) =>
        text.LastIndexOf('.') is > 0 and var dot && Extensions.Contains(text.Substring(dot + 1));

    private static bool CanBegin(string text, int start) => text[start] is '/' or '\\' or '~' or '$' or '%' or '_'
        || char.IsLetterOrDigit(text[start])
        || (text[start] == '.' && start + 2 < text.Length && text[start + (text[start + 1] == '.' ? 2 : 1)] is '/' or '\\');

    private static bool IsUrl(string text, int start, int end)
    {
        var scheme = text.IndexOf("://", start, end - start, StringComparison.Ordinal);
        return (scheme > start && scheme + 3 < end
                && text.Substring(start, scheme - start).All(static one => one is (>= 'a' and <= 'z') or (>= '0' and <= '9')))
            || string.CompareOrdinal(text, start, "www.", 0, 4) == 0;
    }

    /// <summary>Whether a path with an explicit root begins here: <c>C:\</c>, <c>/home/</c>, <c>./</c>, <c>~/</c>.</summary>
    private static bool IsRooted(string text, int start) =>
        Array.Exists(Roots, root => string.CompareOrdinal(text, start, root, 0, root.Length) == 0)
        || (start + 2 < text.Length && char.IsLetter(text[start]) && text[start + 1] == ':' && text[start + 2] is '\\' or '/')
        || IsFromTop(text, start);

    // A second slash is required, because "/export" is a chat command and not a file.
    private static bool IsFromTop(string text, int start)
    {
        var next = start + 1;
        var end = Math.Min(text.Length, start + MaxLength);
        while (text[start] == '/' && next < end && text[next] != '/' && !char.IsWhiteSpace(text[next]))
        {
            next++;
        }

        return next > start + 1 && next < end && text[next] == '/';
    }

    private static bool IsRooted(string text, int start, int end) =>
        IsRooted(text, start) || (!TextFolding.IsHan(text[start]) && (IsDrive(text, start, end) || HasSeparators(text, start, end)));

    /// <summary>Whether the text is a drive or begins with one: <c>d:</c>, <c>nas:/raid</c>.</summary>
    private static bool IsDrive(string text, int start, int end) =>
        (end == start + 2 && char.IsLetter(text[start]) && text[start + 1] == ':')
        || text.IndexOf(":/", start, end - start, StringComparison.Ordinal) > start;

    /// <summary>Whether a backslash, a separator at the start or the end, or a variable shows that the text is a path.</summary>
    private static bool HasSeparators(string text, int start, int end)
    {
        var length = end - start;
        return text.IndexOf('\\', start, length) > start
            || (length > 2 && text[start] == '/' && text[start + 1] == '/')
            || (length > 2 && text[end - 1] == '/' && TextFolding.IsWordCharacter(text[start]))
            || (length > 2 && (text[start] is '~' or '$' or '%') && text.IndexOf('/', start, length) > start);
    }

    private static int EndOfChunk(string text, int start, int limit)
    {
        var end = start;
        while (end < limit && !EndsChunk(text[end]))
        {
            end++;
        }

        return end;
    }

    /// <summary>
    /// The end of a URL: white space, a Chinese punctuation mark, or the beginning of other text directly after it. Part of a URL would
    /// be another URL, so it isn't cut at other characters.
    /// </summary>
    private static int EndOfUrl(string text, int start, string original)
    {
        // A limit keeps the time linear, because text after the end can contain any number of other URLs.
        var limit = Math.Min(text.Length, start + MaxUrlLength);
        var end = original.IndexOfAny(UrlEnds, start, limit - start) is >= 0 and var mark ? mark : limit;
        if (start > 0 && text[start - 1] == '<' && text.IndexOf('>', start, end - start) is >= 0 and var closing)
        {
            end = closing;
        }

        if (end - start == MaxUrlLength)
        {
            return end;
        }

        var query = text.IndexOfAny(['?', '#'], start, end - start) is >= 0 and var found ? found : end;
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

    private static bool IsAfterExtension(string text, int start, int end)
    {
        var dot = TextFolding.IsWordCharacter(text[end - 1]) ? text.LastIndexOf('.', end - 1, Math.Min(end - start, MaxExtensionLength + 1)) : -1;
        return dot > start && Extensions.Contains(text.Substring(dot + 1, end - dot - 1));
    }

    private static bool EndsChunk(char character) =>
        char.IsWhiteSpace(character) || character is '，' or '。' or '；' or '、' or '！' or '？' or '|' or '<' or '>';

    /// <summary>The position of the first Chinese character. In a path, it is no part of the path if it follows a Latin name.</summary>
    private static int EndBeforeHan(string text, int start, int end, bool onlyAfterWord = false)
    {
        var i = start;
        while (i < end && !(TextFolding.IsHan(text[i]) && (!onlyAfterWord || (i > start && TextFolding.IsWordCharacter(text[i - 1])))))
        {
            i++;
        }

        return i;
    }

    /// <summary>The end of a file name with a known extension.</summary>
    private static int? EndOfFile(string text, int start, int end)
    {
        for (var dot = text.LastIndexOf('.', end - 1, end - start); dot > start; dot = text.LastIndexOf('.', dot - 1, dot - start))
        {
            var last = dot + 1;
            while (last < end && text[last] is (>= 'a' and <= 'z') or (>= '0' and <= '9'))
            {
                last++;
            }

            if (Extensions.Contains(text.Substring(dot + 1, last - dot - 1)))
            {
                return last;
            }
        }

        return null;
    }

    /// <summary>The end of a path with spaces, if one of the next words contains a separator or ends in a known extension.</summary>
    private static int? EndOfPathWithSpaces(string text, int chunk, int limit, string original)
    {
        int? found = null;
        for (var words = 0; words < MaxWordsInPath && chunk < limit && text[chunk] == ' ' && text[chunk - 1] is not (',' or ';'); words++)
        {
            var start = chunk + 1;
            chunk = EndOfChunk(original, start, Math.Min(limit, start + MaxLength));
            if (chunk == start || IsUrl(text, start, chunk) || IsRooted(text, start))
            {
                break;
            }

            if (EndOfFile(text, start, chunk) is { } end)
            {
                return end;
            }

            found = text.IndexOf('\\', start, chunk - start) > 0 ? WithoutMarks(text, start, chunk) : found;
        }

        return found;
    }

    private static int WithoutMarks(string text, int start, int end)
    {
        var hasParenthesis = text.IndexOf('(', start, end - start) >= 0;
        while (end > start + 1 && (text[end - 1] is '.' or ',' or ';' or ':' or '!' or '?' || (text[end - 1] == ')' && !hasParenthesis)))
        {
            end--;
        }

        return end;
    }
}
