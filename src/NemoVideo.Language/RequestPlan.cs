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
}

/// <summary>Finds the actions of a request, in the order in which they are run.</summary>
public static class RequestPlan
{
    /// <summary>The actions of a request. A request with a single edit is sent unchanged.</summary>
    /// <param name="request">The text from the user.</param>
    /// <param name="isDownloaded">Whether each export is also downloaded.</param>
    public static IReadOnlyList<RequestStep> Create(string request, bool isDownloaded = false)
    {
        var whole = QuotedText.Unwrap(request);
        if (AddressReader.IsAddress(TextFolding.Fold(whole)))
        {
            return [new RequestStep(RequestIntent.Upload, request, null) { Files = [whole] }];
        }

        var steps = new List<RequestStep>();
        var parts = RequestReader.Default.Read(request);
        foreach (var part in parts)
        {
            var isEdit = part.Intent is RequestIntent.Edit or RequestIntent.Combined;
            var files = isEdit ? RequestDetails.PathsInEdit(part.Text)
                : part.Intent == RequestIntent.Upload ? RequestDetails.Files(part.Text)
                : [];
            if (isEdit && files.Except(steps.SelectMany(static step => step.Files)).ToList() is { Count: > 0 } missing)
            {
                steps.Add(new RequestStep(RequestIntent.Upload, part.Text, null) { Files = missing });
            }

            var text = parts.Count == 1 ? request : part.Text;
            steps.Add(new RequestStep(isEdit ? RequestIntent.Edit : part.Intent, text, part)
            {
                Files = isEdit ? [] : files,
                Choices = RequestDecision.IsQuestionNeeded(part) ? RequestDecision.Choices(part) : [],
            });
        }

        for (var i = steps.Count - 1; isDownloaded && i >= 0; i--)
        {
            if (steps[i].Intent == RequestIntent.Export && !steps.Skip(i).Any(static step => step.Intent == RequestIntent.Download))
            {
                steps.Insert(i + 1, steps[i] with { Intent = RequestIntent.Download, Part = null });
            }
        }

        return steps;
    }
}
