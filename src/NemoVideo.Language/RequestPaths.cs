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
/// The paths, file names and URLs in a part of a request. An upload can't be undone, so they are used only if the words around them are
/// one of a few known forms: "upload ./a.mp4 and ./b.mp4", "download it to ./out".
/// </summary>
/// <param name="text">The part of the request.</param>
/// <param name="exists">Whether a path is an existing file or folder.</param>
/// <param name="isEdit">Whether the part is an edit. Then, only media files with a folder or URL count: others may be uploaded already.</param>
internal sealed class RequestPaths(string text, Func<string, bool> exists, bool isEdit = false)
{
    private const RegexOptions Options = RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.Singleline;
    private const int MaxWords = 5;

    // In the folded text, P stands for the characters of an address, Q for those of a quoted one, and X for those of a quotation.

    // Lists repeat it, so it is atomic, as the words before an item: two ways to match an item would take exponential time.
    private const string And = @"(?>(\s*(,|、|&|\+|\n|\band\b|\bplus\b|和|跟|与|以?及|还有))+\s*)";
    private const string Kind = "(files?|clips?|videos?|footage|movies?|logo|music|song|track|audio|sound|recordings?|images?|pictures?|photos?|folder"
        + "|directory|url|link)";

    private const string Direct = $@"((the|this|these|those|that|my|our|a|an|new|all of)\s+)*({Kind}\b\s*)*((called|named)\s+)?:?\s*";
    private const string From = @"((all|everything)(\s+of)?(\s+(the|my|our|these))?|((the|my|our|these)\s+)?(?=\w+s\s|footage|media))"
        + @"(\s*(files|clips|videos|footage|photos|pictures|images|recordings|media))?\s+(in|from|inside)\s+(the\s+)?((folder|directory)\s+)?:?\s*";

    private const string Item = $"(?>({From}|{Direct})(?=[PQ]))";
    private const string Items = $"{Item}(P|Q)+({And}{Item}(P|Q)+)*";

    // A quotation is a file only after a word for one. Otherwise, it can be a title.
    private const string CertainItem = $@"{Item}(P+|(?<={Kind}\s*:?\s*)Q+)";

    private const string HanKind = "((这[个些段条张]|那[个些]|下面的?|我的?|一[个段张]|所有的?|全部的?|整个|视频|片段|素材|文件夹?|目录|图片|照片|音[乐频]|歌曲?|logo"
        + "|标志|里的?|:)*)";

    private const string Tail = @"(,?\s+(too|as well|now|first|here|please|pls|thanks|thank you|for me"
        + @"|(to|into|in|on|onto|for)\s+((the|my|this|our|a)\s+)?(project|session|timeline|video|edit|film))\b)*";

    private const string HanTail = "((一下|吧|到|进|我的?|这个|当前|项目|会话|时间[线轴]|工程|里面?|中|去|来|谢谢|请))*";
    private const string HanFiles = "((里面?|中|内|下)?的?(所有|全部)?的?(视频|素材|文件|片段|照片|图片|音频)?(都|全部?)?)";
    private const string HanItems = $@"{HanKind}\s*(P|Q)+({And}{HanKind}\s*(P|Q)+)*\s*{HanFiles}";

    private static readonly Regex Upload = UploadWith(Tail, HanTail);

    // An edit is sent as a message too, so the place that it names after its files is not lost.
    private static readonly Regex UploadInEdit =
        UploadWith(Tail + @"(\s+(to|in|into|on|onto|at|as|over|under|before|after)\s[^PQ?？]*?)?", "[^PQ?？]*?");

    private static readonly Regex OnlyUpload = new(
        @"^(please\s+|请)?(upload|import|上传|导入)\s*:?\s*((the\s+)?(folder|directory)\s+)?(?<file>([^""'\n]|(?<=\w)'(?=\w))+)$", Options | RegexOptions.IgnoreCase);

    private static readonly Regex Destination = new(
        @"(,|\b(to|into|in|inside|under|onto|on|at)\b(\s+(the|a|this|my))?(\s+new)?(\s+(folder|directory))?|[到进在至](文件夹|目录)?)\s*:?\s*(P|Q)+"
        + @"(\s*(folder|directory|里面?|中|内|下面?|(的?(文件夹|目录))))?(,?\s*(please|pls|thanks|thank you|now|too|for me)|[下吧,请]|谢谢)*[\s.!?。]*$",
        Options);

    private static readonly Regex Desktop = new(
        @"(\b(to|on|onto|in|at) ((the|my|our) )?desktop( folder)?|[到在至进](我的?)?(电脑的?)?桌面上?)"
        + @"(,?\s*(please|pls|thanks|thank you|now|for me)|[吧,请])*[\s.!?。]*$",
        Options);

    private static readonly Regex MediaFile = new($@"\.({AddressReader.MediaExtensions})$", Options | RegexOptions.IgnoreCase);

    private static readonly Regex NamedPlace = new(
        @"\b(in|inside|under|on|onto|into|to)\s+(?!((my|the|this|your|a|an)\s+)?(computer|machine|pc|laptop|mac|disk|here|me|us|mine|mp4|full|best|max"
        + @"|maximum|high|medium|low|good|great|hd|uhd|\d+[kp]?|\w+ (quality|resolution|format)|download|save|watch|see|view|share|get|have|post|send|check|use)\b)\S"
        + @"|\b(folder|directory|dir)\b|[载存出放传发][到进在至](?!了|本地|电脑|我的?电脑|这里)",
        Options);

    private readonly List<Address> _addresses = AddressesIn(text).FindAll(address => !isEdit || IsMedia(address.Path));

    /// <summary>The paths, file names and URLs, whatever they are for.</summary>
    public IEnumerable<string> All => _addresses.Select(static address => address.Path);

    /// <summary>The desktop of the user, existing or not; null if the system has none.</summary>
    private static string? DesktopFolder =>
        Environment.GetFolderPath(Environment.SpecialFolder.Desktop, Environment.SpecialFolderOption.DoNotVerify) is { Length: > 0 } path
            ? path : null;

    /// <summary>Whether the text names the desktop as the destination.</summary>
    public bool IsForDesktop => _addresses.Count == 0 && Desktop.IsMatch(Mask(text));

    /// <summary>Whether the whole text is a known form of an upload, so that it is certain without the model.</summary>
    public bool IsUpload => _addresses.Count > 0 && text.IndexOfAny(['?', '？']) < 0 && FindSources(static _ => false) is not null;

    /// <summary>Whether a file that the text names, but that isn't uploaded for it, exists, also with the words before it.</summary>
    public bool HasLocalFile => AddressesIn(text).Except(_addresses).Any(one => exists(one.Path) || Longer(one).Any(exists));

    /// <summary>All paths, file names and URLs in a text.</summary>
    public static List<string> Find(string text) => AddressesIn(text).ConvertAll(static address => address.Path);

    /// <summary>
    /// The file of a request that is only a verb and the name of an existing file, even with spaces; otherwise, null. Also null if the
    /// end of the name is another existing file.
    /// </summary>
    public static string? FindOnly(string request, Func<string, bool> exists) =>
        OnlyUpload.Match(request).Groups["file"].Value is { Length: > 0 } file && exists(file)
        && (AddressReader.EndsInExtension(file) ? Find(request).Count <= 1 : !file.Contains(' '))
        && !Enumerable.Range(0, file.Length).Any(i => file[i] == ' ' && exists(file.Substring(i + 1))) ? file : null;

    /// <summary>Whether a path has a folder, or is a URL, and has the extension of a media file.</summary>
    public static bool IsMedia(string path) => path.IndexOfAny(['/', '\\']) >= 0 && MediaFile.IsMatch(path.Split('?')[0]);

    /// <summary>The folded text, in which X replaces each character of an address or quotation.</summary>
    public static string Mask(string text) => Mask(text, []);

    /// <summary>The files, folders and URLs to upload, in order; null if it isn't certain what to upload.</summary>
    /// <param name="isOther">Whether a text before or after the upload certainly is another part of the request.</param>
    public IReadOnlyList<string>? FindSources(Func<string, bool> isOther)
    {
        var match = (isEdit ? UploadInEdit : Upload).Match(Mask(text, _addresses));
        var others = new[] { match.Groups["before"], match.Groups["rest"] }.Where(static group => group.Value.Trim().Length > 0);
        var isCertain = _addresses.Count == 0 || (match.Success && _addresses.TrueForAll(IsWhole) && others.All(
            group => group.Value.IndexOfAny(['P', 'Q']) < 0 && isOther(text.Substring(group.Index, group.Length))));
        return isCertain ? [.. All.Distinct()] : null;
    }

    /// <summary>
    /// The destination of a download: a folder or an mp4 file, or "." if the text names none. Null if it isn't certain which one it names.
    /// </summary>
    public string? FindDestination() => IsForDesktop ? DesktopFolder : _addresses.Count == 0
        ? NamedPlace.IsMatch(Mask(text)) ? null : "."
        : Destination.IsMatch(Mask(text, _addresses)) && RequestDecision.IsDirect(text) && ExportWords.AreClear(text)
            && _addresses.Count == 1 && _addresses[0] is { Path: var path } address && IsRooted(path)
            && path.IndexOfAny(['$', '%', '*', '?']) < 0
            && (!AddressReader.EndsInExtension(path) || path.EndsWith(".mp4", StringComparison.OrdinalIgnoreCase))
            && (address.IsQuoted || address.IsWord) ? path : null;

    /// <summary>The forms of an upload with what may follow the files.</summary>
    private static Regex UploadWith(string tail, string hanTail) => new(
        $@"^((?<before>.*?)([,;.!。]\s*|\s(?=(and|then)\s)|(?=然后|接着|再)))?{RequestWords.Lead}("
        + $@"(upl?[oa]{{1,3}}d|import)\b\s*:?\s*{Items}{tail}"
        + $@"|(add|use|insert|include|attach|append|load|take|grab|put|bring in|drop in)\b\s*:?\s*{CertainItem}({And}{CertainItem})*{tail}"
        + $@"|(上传|导入|传|添加|加[入上]?|插入|放入|使?用)\s*{HanItems}{hanTail}"
        + $@"|[把将]\s*{HanItems}\s*(上传|传上[去来]|导入|[加放接插摆贴垫][进在到上入]?[去来]?|添加){hanTail}"
        + $@"){RequestWords.PoliteEnd}($|\s*([,;!。&]|(?<=\.)\s)\s*(?<rest>.+)$|(?<=\s)(?<rest>(and|then)\s.+)$|(?<rest>(然后|接着|再|并|后).+)$)",
        Options);

    /// <summary>The same text with P for each character of an address that counts, and Q for those of a quoted one.</summary>
    private static string Mask(string text, List<Address> addresses)
    {
        var masked = TextFolding.Fold(text).ToCharArray();
        foreach (var token in SentenceReader.Read(text).Where(static token => token.IsAddress || token.Text == Placeholder.Quotation))
        {
            var mask = addresses.Find(address => address.Token == token) is not { } found ? 'X' : found.IsQuoted ? 'Q' : 'P';
            for (var i = token.Start; i < token.End; i++)
            {
                masked[i] = mask;
            }
        }

        return new string(masked).Replace('<', ' ').Replace('>', ' ');
    }

    private static List<Address> AddressesIn(string text) =>
    [
        .. from token in SentenceReader.Read(text)
        let path = token.ContentIn(text)
        where token.IsAddress || (token.Text == Placeholder.Quotation && (IsRooted(path) || AddressReader.EndsInExtension(path)))
        let isQuoted = token.Text != Placeholder.Url && QuotedText.Ends(text.Substring(token.Start, token.End - token.Start))[0] > 0
        select new Address(token, path, isQuoted),
    ];

    private static bool IsRooted(string path) =>
        Regex.IsMatch(path, @"^(?:\.{0,2}[/\\]|~(?:[/\\]|$)|[a-z]:[/\\])", Options | RegexOptions.IgnoreCase);

    /// <summary>Whether a path isn't part of a longer one: with the words before it. An end that isn't certain must exist.</summary>
    private bool IsWhole(Address address) => address.IsDelimited || (!Longer(address).Any(exists) && (exists(address.Path) || address.IsWord));

    /// <summary>The paths of which a file name can be the end: with the words before it.</summary>
    private IEnumerable<string> Longer(Address address)
    {
        string[] words = address.Token.Text == Placeholder.File ? text.Substring(0, address.Token.Start).Split(' ') : [];
        return Enumerable.Range(2, MaxWords).Where(count => count <= words.Length)
            .Select(count => string.Join(" ", words.Skip(words.Length - count)) + address.Path);
    }

    private sealed record Address(SentenceToken Token, string Path, bool IsQuoted)
    {
        public bool IsDelimited => IsQuoted || Token.Text == Placeholder.Url;

        /// <summary>Whether the path has no space, and no Chinese end, to which the characters after it could belong.</summary>
        public bool IsWord => Path.IndexOf(' ') < 0 && !TextFolding.IsHan(Path[Path.Length - 1]);
    }
}
