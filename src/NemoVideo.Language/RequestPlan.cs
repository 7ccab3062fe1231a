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
    /// <param name="isDownloaded">Whether each export is also downloaded.</param>
    /// <param name="context">What is known; null for nothing.</param>
    public static IReadOnlyList<RequestStep> Create(string request, bool isDownloaded = false, RequestContext? context = null)
    {
        var whole = QuotedText.Unwrap(request);
        if (AddressReader.IsAddress(TextFolding.Fold(whole)))
        {
            return [new RequestStep(RequestIntent.Upload, request, null) { Files = [whole] }];
        }

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
            var isEdit = isUnclear || part.Intent is RequestIntent.Edit or RequestIntent.Combined;
            var files = isEdit ? RequestDetails.PathsInEdit(part.Text)
                : part.Intent == RequestIntent.Upload ? RequestDetails.Files(part.Text)
                : [];
            if (isEdit && files.Except(steps.SelectMany(static step => step.Files)).ToList() is { Count: > 0 } missing)
            {
                steps.Add(new RequestStep(RequestIntent.Upload, part.Text, null) { Files = missing });
            }

            var isDoubtful = parts.Any(static one => one.IsForbidden)
                || IsDoubtful(part, context ?? new RequestContext(), hasUpload: steps.Exists(static step => step.Files.Count > 0));
            steps.Add(new RequestStep(isEdit ? RequestIntent.Edit : part.Intent, text, part)
            {
                Files = isEdit ? [] : files,
                Choices = isUnclear || RequestDecision.IsQuestionNeeded(part, isDoubtful) ? RequestDecision.Choices(part) : [],
            });
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

    /// <summary>Whether the context makes the likeliest free intent of an edit likelier.</summary>
    private static bool IsDoubtful(RequestPart part, RequestContext context, bool hasUpload) => RequestDecision.Choices(part)[1] switch
    {
        RequestIntent.Upload => !hasUpload && RequestDetails.Files(part.Text).Any(context.Exists),
        RequestIntent.Status or RequestIntent.Download or RequestIntent.Cancel => context.HasExports,
        RequestIntent.Session or RequestIntent.HowTo => !context.HasSession && !hasUpload,
        _ => false,
    };
}
