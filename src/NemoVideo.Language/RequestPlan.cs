using NemoVideo.Language.Intents;

namespace NemoVideo.Language;

/// <summary>One action of a request.</summary>
/// <param name="Intent">What to do. Never <see cref="RequestIntent.Combined"/>.</param>
/// <param name="Text">The text of this part. For an edit, it is the message.</param>
/// <param name="Part">The prediction for this part; null if a rule found the action.</param>
public sealed record RequestStep(RequestIntent Intent, string Text, RequestPart? Part)
{
    /// <summary>The files, folders and URLs to upload.</summary>
    public IReadOnlyList<string> Files { get; init; } = [];

    /// <summary>The two likeliest intents if it isn't certain that this text may be sent; otherwise empty.</summary>
    public IReadOnlyList<RequestIntent> Choices { get; init; } = [];

    /// <summary>The destination folder of a download; "." for the current folder.</summary>
    public string Folder { get; init; } = ".";

    /// <summary>Whether it isn't certain which files or which folder the text means. Then nothing of the request must be run.</summary>
    public UnclearPath Unclear { get; init; }

    /// <summary>Whether the text says not to do this: "don't export yet". Nothing is run or sent.</summary>
    public bool IsForbidden { get; init; }
}

/// <summary>What is known when a request is read. It never makes sending a message likelier.</summary>
public sealed record RequestContext
{
    /// <summary>Whether there is something to edit: a session, or a file that is uploaded first. Default: true.</summary>
    public bool HasSession { get; init; } = true;

    /// <summary>Whether exports were started. Default: false.</summary>
    public bool HasExports { get; init; }

    /// <summary>Whether a path is an existing file or folder. Default: no path is.</summary>
    public Func<string, bool> Exists { get; init; } = static _ => false;
}

/// <summary>Finds the actions of a request, in the order in which they are run.</summary>
public static class RequestPlan
{
    /// <summary>The actions of a request. A request with a single edit is sent unchanged.</summary>
    /// <param name="request">The text from the user.</param>
    /// <param name="isDownloaded">Whether each export is also downloaded, to a folder that isn't part of the request.</param>
    /// <param name="context">What is known; null for nothing.</param>
    public static IReadOnlyList<RequestStep> Create(string request, bool isDownloaded = false, RequestContext? context = null)
    {
        context ??= new RequestContext();
        var unwrapped = QuotedText.UnwrapAll(request);
        var whole = unwrapped.Trim();
        if (AddressReader.IsAddress(whole) || (whole.Length < request.Trim().Length && context.Exists(whole)))
        {
            return [new RequestStep(RequestIntent.Upload, request, null) { Files = [whole] }];
        }

        request = unwrapped;
        var paths = new RequestPaths(context.Exists);
        var steps = new List<RequestStep>();
        var parts = Negation.Read(request).SelectMany(SplitSessions).ToList();
        foreach (var (part, isForbidden) in parts)
        {
            var text = parts.Count == 1 ? request : part.Text;
            if (isForbidden)
            {
                steps.Add(new RequestStep(part.Intent, text, part) { IsForbidden = true });
                continue;
            }

            // "don't cut it" isn't a request to cancel, but only an edit if the user says so.
            // A long text can contain several requests, so the user decides whether the agent reads it.
            var isNegated = part.Intent is RequestIntent.Cancel or RequestIntent.Export && Negation.IsNegated(part.Text);
            var isUnclear = isNegated || (part.IsTooLong && part.Intent != RequestIntent.Edit);
            var isEdit = isUnclear || IsEdit(part);

            // A path without other words after a download is probably another destination: "download it to ./a and ./b".
            var isDestination = steps.LastOrDefault()?.Intent == RequestIntent.Download
                && AddressReader.IsAddress(QuotedText.Unwrap(part.Text));
            var sources = isDestination ? null
                : isEdit || part.Intent == RequestIntent.Upload ? paths.Sources(part.Text, isEdit)
                : [];
            var files = sources ?? [];
            if (isEdit && (sources is null || files.Except(steps.SelectMany(static step => step.Files)).Any()))
            {
                steps.Add(new RequestStep(RequestIntent.Upload, part.Text, null)
                {
                    Files = [.. files.Except(steps.SelectMany(static step => step.Files))],
                    Unclear = sources is null ? UnclearPath.Upload : UnclearPath.None,
                });
            }

            var folder = part.Intent == RequestIntent.Download && !isDownloaded && RequestDetails.AsksForSessionLink(part.Text) is null
                ? RequestPaths.Destination(part.Text)
                : ".";
            var isDoubtful = parts.Any(static one => one.IsForbidden)
                || IsDoubtful(part, context, hasUpload: steps.Exists(static step => step.Files.Count > 0));
            steps.Add(new RequestStep(isEdit ? RequestIntent.Edit : part.Intent, text, part)
            {
                Files = isEdit ? [] : files,
                Folder = folder ?? ".",
                Unclear = folder is null ? UnclearPath.Destination : sources is null && !isEdit ? UnclearPath.Upload : UnclearPath.None,
                Choices = isEdit && FreeIntent(request, part, parts) is { } free ? [free, RequestIntent.Edit]
                    : isUnclear || RequestDecision.IsQuestionNeeded(part, isDoubtful) ? RequestDecision.Choices(part)
                    : [],
            });
        }

        if (parts.Any(static one => (one.IsForbidden || RequestPaths.Excludes(one.Part.Text)) && RequestPaths.All(one.Part.Text).Any()))
        {
            steps = steps.ConvertAll(step => step.IsForbidden ? step : step with { Unclear = UnclearIfExcluded(step, isDownloaded) });
        }

        for (var i = steps.Count - 1; isDownloaded && i >= 0; i--)
        {
            if (steps[i] is { Intent: RequestIntent.Export, IsForbidden: false }
                && !steps.Skip(i).Any(static step => step.Intent == RequestIntent.Download))
            {
                steps.Insert(i + 1, steps[i] with { Intent = RequestIntent.Download, Part = null });
            }
        }

        return steps;
    }

    /// <summary>Splits different requests about sessions, which have the same intent: "delete this session and start a new one".</summary>
    private static IEnumerable<(RequestPart Part, bool IsForbidden)> SplitSessions((RequestPart Part, bool IsForbidden) one)
    {
        if (one is not { IsForbidden: false, Part: { Intent: RequestIntent.Session, IsTooLong: false } whole })
        {
            return [one];
        }

        var pieces = ClauseBoundary.Split(whole.Text).ConvertAll(clause => whole.Text.Substring(clause.Start, clause.End - clause.Start))
            .ConvertAll(static text => new RequestPart(text, IntentModels.Requests.Classify(text)));
        var requests = pieces.ConvertAll(static piece => RequestDetails.Session(piece.Text));
        var areRequests = pieces.Count > 1 && pieces.TrueForAll(static piece => piece.Intent == RequestIntent.Session)
            && !requests.Contains(SessionRequest.List) && requests.Distinct().Count() == requests.Count;
        return areRequests ? pieces.Select(static piece => (piece, false)) : [one];
    }

    /// <summary>The free intent that is meant if an edit only mentions the video; null if it requests a change of the video.</summary>
    private static RequestIntent? FreeIntent(
        string request, RequestPart part, IReadOnlyList<(RequestPart Part, bool IsForbidden)> parts)
    {
        if (!SentenceReader.Read(part.Text).Exists(static token => token.Kind is TokenKind.Word or TokenKind.Han))
        {
            return RequestDecision.Choices(part).First(static intent => intent != RequestIntent.Edit);
        }

        var start = request.IndexOf(part.Text, StringComparison.Ordinal);
        var order = ContextClauses.Remove(start < 0 ? part.Text : request.Substring(start), part.Text.Length);
        if (order.Length == 0)
        {
            return parts.Select(static one => one.Part).FirstOrDefault(static one => !IsEdit(one))?.Intent;
        }

        var rest = new RequestPart(order, IntentModels.Requests.Classify(order));
        return order != part.Text && !IsEdit(rest) && rest.Prediction.Probability >= RequestDecision.ContextThreshold ? rest.Intent : null;
    }

    private static bool IsEdit(RequestPart part) => part.Intent is RequestIntent.Edit or RequestIntent.Combined;

    /// <summary>What is unclear if the request also contains a path that must not be used.</summary>
    private static UnclearPath UnclearIfExcluded(RequestStep step, bool isDownloaded) => step.Files.Count > 0 ? UnclearPath.Upload
        : step.Intent == RequestIntent.Download && !isDownloaded ? UnclearPath.Destination
        : step.Unclear;

    /// <summary>Whether the context makes the likeliest free intent of an edit likelier.</summary>
    private static bool IsDoubtful(RequestPart part, RequestContext context, bool hasUpload) => RequestDecision.Choices(part)[1] switch
    {
        RequestIntent.Upload => !hasUpload && RequestPaths.All(part.Text).Any(context.Exists),
        RequestIntent.Status or RequestIntent.Download or RequestIntent.Cancel => context.HasExports,
        RequestIntent.Session or RequestIntent.HowTo => !context.HasSession && !hasUpload,
        _ => false,
    };
}
