using NemoVideo.Language.Intents;

namespace NemoVideo.Language;

/// <summary>One action of a request.</summary>
/// <param name="Intent">What to do. Never <see cref="RequestIntent.Combined"/>.</param>
/// <param name="Text">The text of this part. For an edit, it is the message.</param>
/// <param name="Part">The prediction for this part; null if a rule found the action, or if the request is too long.</param>
public sealed record RequestStep(RequestIntent Intent, string Text, RequestPart? Part)
{
    /// <summary>The files, folders and URLs to upload.</summary>
    public IReadOnlyList<string> Files { get; init; } = [];

    /// <summary>The two likeliest intents if it isn't certain that this text may be sent; otherwise empty.</summary>
    public IReadOnlyList<RequestIntent> Choices { get; init; } = [];

    /// <summary>The destination folder of a download; "." for the current folder. Before a file name, it ends in a separator.</summary>
    public string Folder { get; init; } = ".";

    /// <summary>The name of the downloaded file; null for the name of the session.</summary>
    public string? FileName { get; init; }

    /// <summary>Whether it isn't certain which files or which folder the text means. Then nothing of the request must be run.</summary>
    public UnclearPath Unclear { get; init; }

    /// <summary>Whether the step is for a link instead of a file.</summary>
    public bool IsLink => Intent == RequestIntent.Download && Part is not null && RequestDetails.MentionsLink(Text);

    /// <summary>Whether the step creates or selects a session.</summary>
    public bool SelectsSession =>
        Intent == RequestIntent.Session && RequestDetails.Session(Text) is SessionRequest.New or SessionRequest.Switch;
}

/// <summary>What is known when a request is read. It never makes sending a message likelier.</summary>
public sealed record RequestContext
{
    /// <summary>Whether a path is an existing file or folder. Default: no path is.</summary>
    public Func<string, bool> Exists { get; init; } = static _ => false;

    /// <summary>Whether a file name is that of an upload in the current session. Default: none is.</summary>
    public Func<string, bool> IsUploaded { get; init; } = static _ => false;
}

/// <summary>Finds the actions of a request, in the order in which they are run.</summary>
public static class RequestParser
{
    /// <summary>The largest number of characters of a request that is read. A longer one is asked about.</summary>
    public const int MaxLength = 4000;

    /// <summary>
    /// The actions of a request. If one part isn't certain, the result is one step for the whole request: a message that isn't sent
    /// without asking, or an unclear path. A request with a single edit is sent unchanged.
    /// </summary>
    /// <param name="request">The text from the user.</param>
    /// <param name="isDownloaded">Whether each export is also downloaded, to a folder that isn't part of the request.</param>
    /// <param name="context">What is known; null for nothing.</param>
    public static IReadOnlyList<RequestStep> Parse(string request, bool isDownloaded = false, RequestContext? context = null)
    {
        context ??= new RequestContext();
        if (request.Length > MaxLength)
        {
            return [new RequestStep(RequestIntent.Edit, request, null) { Choices = [RequestIntent.Edit] }];
        }

        var unwrapped = QuotedText.Unwrap(request);
        var isFile = AddressReader.IsAddress(unwrapped) || (unwrapped.Length < request.Trim().Length && context.Exists(unwrapped));
        if ((isFile ? unwrapped : RequestPaths.FindOnly(unwrapped, context.Exists)) is { } file)
        {
            return [new RequestStep(RequestIntent.Upload, request, null) { Files = [file] }];
        }

        var parts = RequestReader.Default.Read(unwrapped).Select(part => (Part: part, Paths: PathsOf(part, context))).ToList();
        var steps = parts
            .SelectMany(one => StepsOf(one.Part, one.Paths, parts.Count == 1 ? unwrapped : one.Part.Text, isDownloaded)).ToList();
        if (steps.Find(static step => step.Unclear != UnclearPath.None) is { } unclear)
        {
            return [unclear];
        }

        var hasAction = steps.Exists(
            static step => step.Intent is RequestIntent.Upload or RequestIntent.Export or RequestIntent.Download or RequestIntent.Cancel);

        // An export to a folder is one request, although it has two steps.
        var isWhole = steps.Count == 1 || (parts.Count == 1 && steps[0].Intent == RequestIntent.Export);
        var uncertain = parts.FindAll(one => !(IsEdit(one.Part) && one.Paths.IsUpload)
            && (!RequestDecision.IsCertain(one.Part, isWhole, hasAction) || (IsEdit(one.Part) && one.Paths.HasLocalFile)));
        var used = steps.SelectMany(static step => step.Files.Append(step.Folder + step.FileName)).ToList();
        var hasPath = used.Exists(static path => path != ".");
        var all = RequestPaths.Find(unwrapped);
        if (uncertain.Count > 0 || (steps.Count > 1 && hasAction && !RequestDecision.IsDirect(unwrapped))
            || (hasPath && all.Except(used).Any()))
        {
            var (part, _) = uncertain.Concat(parts).First();
            var asked = new RequestStep(RequestIntent.Edit, unwrapped, part) { Choices = RequestDecision.Choices(part) };
            return [hasPath || all.Exists(RequestPaths.IsMedia) ? asked with { Unclear = UnclearPath.Upload } : asked];
        }

        var last = steps.FindLastIndex(static step => step.Intent is RequestIntent.Export or RequestIntent.Download);
        if (isDownloaded && last >= 0 && steps[last].Intent == RequestIntent.Export)
        {
            steps.Insert(last + 1, steps[last] with { Intent = RequestIntent.Download, Part = null });
        }

        return steps;
    }

    /// <summary>The paths in a part. A file that an edit names is the upload of that name, if there is one.</summary>
    private static RequestPaths PathsOf(RequestPart part, RequestContext context) => IsEdit(part)
        ? new RequestPaths(part.Text, path => context.Exists(path) && !context.IsUploaded(path), isEdit: true)
        : new RequestPaths(part.Text, context.Exists);

    /// <summary>The actions of a part: the uploads, and what the part asks for.</summary>
    private static IEnumerable<RequestStep> StepsOf(RequestPart part, RequestPaths paths, string text, bool isDownloaded)
    {
        var isEdit = IsEdit(part);
        var step = new RequestStep(isEdit || part.Intent == RequestIntent.Talk ? RequestIntent.Edit : part.Intent, text, part);
        if (isEdit || part.Intent == RequestIntent.Upload)
        {
            var files = paths.FindSources(other => isEdit && IsCertainEdit(other));
            var upload = step with
            {
                Intent = RequestIntent.Upload,
                Files = files ?? [],
                Unclear = files is null ? UnclearPath.Upload : UnclearPath.None,
            };
            return !isEdit ? [upload] : files is { Count: 0 } ? [step] : [upload with { Part = null }, step];
        }

        // "Export it to ./out" also asks for the file. Without a path, a download can name a folder that isn't one.
        var hasFolder = !isDownloaded && (part.Intent == RequestIntent.Export ? paths.All.Any() || paths.IsForDesktop
            : part.Intent == RequestIntent.Download && !step.IsLink);
        var folder = hasFolder ? paths.FindDestination() : ".";
        if (folder?.EndsWith(".mp4", StringComparison.OrdinalIgnoreCase) == true)
        {
            var name = folder.LastIndexOfAny(['/', '\\']) + 1;
            step = step with { FileName = folder.Substring(name) };
            folder = folder.Substring(0, name);
        }

        step = step with { Folder = folder ?? ".", Unclear = folder is null ? UnclearPath.Destination : UnclearPath.None };
        return hasFolder && part.Intent == RequestIntent.Export
            ? [step, step with { Intent = RequestIntent.Download, Part = null }] : [step];
    }

    private static bool IsEdit(RequestPart part) => part.Intent is RequestIntent.Edit or RequestIntent.Combined;

    /// <summary>Whether a text beside an upload certainly is an edit.</summary>
    private static bool IsCertainEdit(string text) => RequestReader.Default.Read(text)
        .All(static part => part.Intent == RequestIntent.Edit
            && RequestDecision.IsCertain(part, isWhole: false, hasAction: true));
}
