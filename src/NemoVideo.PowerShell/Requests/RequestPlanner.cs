namespace NemoVideo.PowerShell;

/// <summary>Finds the steps of a request, and checks them before the first action.</summary>
internal sealed class RequestPlanner(
    PipelineWriter output, CommandConnection connection, CommandSessions sessions, string request, string? destination)
{
    private static readonly Regex CmdletName = new(@"^\W*[A-Z]+-Nemo[A-Z]*(?![\w-])", RegexOptions.IgnoreCase);

    /// <summary>The steps of the request. Only if it names files, the service is asked for what was uploaded.</summary>
    public async Task<List<RequestStep>> PlanAsync(SessionChoice session)
    {
        var (namesFiles, sessionId, history) = (false, (string?)null, (NemoHistory?)null);
        var steps = Plan();
        if (namesFiles && (!output.IsWhatIf || connection.Known is { IsOpen: true }) && await sessions.FindAsync(session) is { } id)
        {
            (sessionId, history) = (id, await sessions.Lookup.ReadHistoryAsync());
            steps = Plan();
        }

        return steps;

        List<RequestStep> Plan()
        {
            var context = new RequestContext { Exists = output.Paths.IsFileOrFolder, IsUploaded = IsUploaded };
            return [.. RequestParser.Parse(request, destination is not null, context)
                .Select(step => destination is null ? step : step with { Folder = destination })];
        }

        bool IsUploaded(string file)
        {
            namesFiles = true;
            return sessionId is not null && history?.HasUpload(sessionId, file) == true;
        }
    }

    /// <summary>Why nothing of the request is run; null if it can be.</summary>
    /// <param name="hasUsableInput">Whether the input has a file or a session. The current session is another piece of work.</param>
    public string? FindRefusal(bool hasUsableInput) =>
        output.Invocation.ExpectingInput && !hasUsableInput
            ? "The input contained no usable file or session, so the request was not sent."
        : CmdletName.IsMatch(request) ? "The request starts with the name of a cmdlet, so it was not sent. Run the cmdlet directly."
        : RequestDetails.FindBatch(request) is { } batch ? RequestCommands.HelpFor(batch)
        : RequestDetails.IsUndo(request) ? RequestCommands.HelpForUndo
        : null;

    /// <summary>Checks the request before the first action, and asks if it isn't certain that a message may be sent.</summary>
    public bool MayRun(List<RequestStep> steps, bool hasFiles, bool force)
    {
        if (steps.Exists(static step => step.Intent == RequestIntent.Edit && RequestDetails.IsUndo(step.Text)))
        {
            output.Warn(RequestCommands.HelpForUndo);
            return false;
        }

        if (steps.Select(step => FindError(step, hasFiles)).FirstOrDefault(static error => error is not null) is { } error)
        {
            output.WriteError(error);
            return false;
        }

        // A folder that can't exist, such as D:\ on Linux, is an error before anything is sent.
        steps.FindAll(static step => step.Folder != ".").ForEach(step => output.Paths.ResolveFolder(step.Folder));
        return output.IsWhatIf || force || steps.TrueForAll(step => step.Choices.Count == 0 || Confirm(step));
    }

    private ErrorRecord? FindError(RequestStep step, bool hasFiles) =>
        step.Intent == RequestIntent.Edit && MessageCheck.FindError(output.Paths, step.Text, step.Text) is { } invalid ? invalid
        : step.Unclear != UnclearPath.None ? ErrorRecords.UnclearPath(DisplayText.Message(request), step.Unclear == UnclearPath.Upload)
        : step is { Intent: RequestIntent.Upload, Files.Count: 0 } && !hasFiles
            ? ErrorRecords.NoFileNamed(DisplayText.Message(step.Text))
        : null;

    private bool Confirm(RequestStep step)
    {
        List<string> names = [.. step.Choices.Select(RequestCommands.NameOf)];
        var text = DisplayText.Message(step.Text);
        var answer = output.TryAsk(
            $"The request {DisplayText.Quote(text)} isn't clear. It could be a request for {string.Join(" or ", names)}. "
                + "Sending the request as a message costs credits. If you send it, the command doesn't upload, export, or download "
                + "anything else. Do you want to send it?",
            "Send a message");
        if (answer is null)
        {
            output.WriteError(ErrorRecords.AmbiguousRequest(text, names));
        }
        else if (answer == false)
        {
            output.Warn($"No command was run, and no message was sent. Use {string.Join(" or ", names)}.");
        }

        return answer == true;
    }
}

/// <summary>The parameters of Invoke-Nemo that the steps of a request use.</summary>
/// <param name="FollowSuggestion">Whether to run the free commands that the agent suggests.</param>
/// <param name="Force">Whether to replace existing files.</param>
/// <param name="Files">The files of an upload that names none. Null stands for a file that was reported.</param>
/// <param name="HasManySessions">Whether the request runs in several sessions.</param>
internal sealed record RequestOptions(bool FollowSuggestion, bool Force, IReadOnlyCollection<string?> Files, bool HasManySessions);
