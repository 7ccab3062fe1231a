using NemoVideo.Language;
using NemoVideo.Language.Intents;
using NemoVideo.PowerShell.Binding;
using NemoVideo.PowerShell.Cmdlets;
using NemoVideo.PowerShell.Errors;
using NemoVideo.PowerShell.Output;

namespace NemoVideo.PowerShell.Commands;

/// <summary>
/// Runs the parts of a request in plain language in order. Only messages to the agent are charged. If it isn't certain that a part is a
/// message, it asks first. -Verbose shows the cmdlet for each part and the words that decided.
/// </summary>
[Cmdlet(VerbsLifecycle.Invoke, "Nemo", DefaultParameterSetName = PathSet, SupportsShouldProcess = true)]
[OutputType(typeof(NemoEvent), typeof(NemoEditResult), typeof(NemoExport), typeof(NemoState), typeof(NemoCredit), typeof(NemoUpload),
    typeof(NemoSession), typeof(Uri))]
public sealed class InvokeNemoCommand : SessionCommand
{
    private const string PathSet = "Path";
    private const string LiteralPathSet = "LiteralPath";

    private readonly List<string?> _files = [];
    private readonly List<string> _sessions = [];
    private RequestRunner? _runner;
    private bool _isPathTyped;

    /// <summary>The request, in plain English or Chinese.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [NotBlank]
    public string Request { get; set; } = "";

    /// <summary>The files to upload first. A path on the command line can contain wildcards. A piped path is read literally.</summary>
    [Parameter(Position = 1, ParameterSetName = PathSet, ValueFromPipeline = true)]
    [Alias("FilePath")]
    [SupportsWildcards, PathText, ValidateNotNullOrEmpty]
    public string[] Path { get; set; } = [];

    /// <summary>The files to upload first, without wildcards. Files from Get-ChildItem bind to this parameter.</summary>
    [Parameter(Mandatory = true, ParameterSetName = LiteralPathSet, ValueFromPipelineByPropertyName = true)]
    [Alias("FullName", "PSPath", "LP")]
    [ValidateNotNullOrEmpty]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>The folder for downloaded videos. With this parameter, each export is also downloaded.</summary>
    [Parameter, ValidateNotNullOrEmpty]
    [Alias("OutputPath", "OutDir")]
    public string? Destination { get; set; }

    /// <summary>After an edit, also runs the free commands that the agent's text suggests: the timeline and the export.</summary>
    [Parameter]
    public SwitchParameter FollowSuggestion { get; set; }

    /// <summary>Sends a message without asking if it isn't certain that the request is one, and replaces existing files.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        _isPathTyped = Path.Length > 0;
        _runner = new RequestRunner(this, new RequestOptions(Destination, FollowSuggestion, Force));
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        // The input is an upload, an edit or an export, so its file is uploaded already.
        if (!IsSessionNamed && !string.IsNullOrEmpty(Session))
        {
            var (named, id) = (Session!, "");
            Inputs.Process(named, () => id = Sessions.Resolve(named), isComplete: false);
            Session = id;
            if (id.Length == 0)
            {
                return;
            }

            if (!_sessions.Contains(id))
            {
                _sessions.Add(id);
            }
        }

        var paths = ParameterSetName == LiteralPathSet ? LiteralPath : Path;
        if (MyInvocation.ExpectingInput && paths.Length == 0 && string.IsNullOrEmpty(Session))
        {
            _files.Add(null);
        }

        foreach (var path in paths)
        {
            _files.AddRange(FilePaths.Resolve(this, path, !_isPathTyped));
        }
    }

    /// <inheritdoc/>
    private protected override void CompleteInput()
    {
        if (MyInvocation.ExpectingInput && _sessions.Count == 0 && _files.TrueForAll(static file => file is null))
        {
            // The previous cmdlet failed or found nothing. The current session is another piece of work.
            WriteWarning("The input contained no usable file or session, so the request was not sent.");
            return;
        }

        if (CommandText.NameIn(Request) is { } command)
        {
            WriteWarning($"The request starts with the name of a cmdlet, {command}, so it was not sent. Run the cmdlet directly.");
            return;
        }

        if (RequestDetails.FindBatch(Request) is { } batch)
        {
            WriteWarning(RequestCommands.HelpFor(batch));
            return;
        }

        // The last input can be a file without a session, which must not select the current session.
        Session = _sessions.Count > 0 ? _sessions[_sessions.Count - 1] : Session;
        var steps = RequestPlan.Create(Request, Destination is not null, CreateContext());
        foreach (var step in steps)
        {
            WriteVerbose(RequestCommands.Explain(step));
        }

        _runner!.IsAlone = steps.Count == 1;
        if (!_files.Contains(null) && !MayRun(steps))
        {
            return;
        }

        // The files belong in the session that the request creates or selects first.
        List<RequestStep> first = _files.Count > 0 ? [.. steps.TakeWhile(static step => step.SelectsSession)] : [];
        List<RequestStep> rest = [.. steps.Skip(first.Count)];
        if (steps.Any(static step => step.Intent != RequestIntent.HowTo)
            && !(first.Count > 0 ? UploadInto(first, rest) : UploadInput(rest)))
        {
            return;
        }

        // These results are the same in all sessions. So are those of the steps after a step that creates or selects a session.
        var isOnce = _sessions.Count < 2 || first.Count > 0 || rest.TakeWhile(static step => !step.SelectsSession).All(static step =>
            step.Intent is RequestIntent.Credits or RequestIntent.HowTo or RequestIntent.Session);
        _runner!.HasManySessions = !isOnce;
        var edits = rest.Count(static step => step.Intent == RequestIntent.Edit);
        if (edits * (isOnce ? 1 : _sessions.Count) is > 1 and var messages && !IsWhatIf)
        {
            new CreditCheck(this).Add(messages);
        }

        foreach (var session in isOnce ? [Session] : _sessions.ToArray<string?>())
        {
            Session = session;
            if (!Inputs.IsSkipped(session))
            {
                _runner!.RunAll(rest);
            }
        }
    }

    private bool UploadInto(IReadOnlyList<RequestStep> first, IReadOnlyList<RequestStep> rest)
    {
        if (_files.Contains(null))
        {
            _runner!.WarnOfRest([.. first, .. rest]);
            return false;
        }

        return _runner!.RunAll(first, rest) && UploadInput(rest);
    }

    /// <summary>Uploads the files of the input. If one fails, a warning lists the steps after it.</summary>
    private bool UploadInput(IReadOnlyList<RequestStep> rest)
    {
        _runner!.IsComplete = true;
        _runner!.Upload(_files);
        if (!_runner!.IsComplete)
        {
            _runner!.WarnOfRest([.. rest.Where(static step => step.Intent != RequestIntent.Upload || step.Files.Count > 0)]);
        }

        return _runner!.IsComplete;
    }

    /// <summary>What is known without a request to the service.</summary>
    private RequestContext CreateContext() => new()
    {
        Exists = path => FilePaths.IsFileOrFolder(this, path),
        IsUploaded = file => FindSessionId() is { } id && WasUploaded(id, file),
        NamesSession = text => FindConnection() is { IsOpen: true } && RequestDetails.IsSwitch(text)
            && Sessions.All.Any(session => session.Name is { Length: > 0 } name && NamesSession(text, name)),
    };

    private static bool NamesSession(string text, string name) =>
        CultureInfo.InvariantCulture.CompareInfo.IndexOf(text, name, CompareOptions.OrdinalIgnoreCase) >= 0 && RequestDetails.NamesSession(text, name);

    /// <summary>Checks everything that can fail before the first action, and asks if it isn't certain that a message may be sent.</summary>
    private bool MayRun(IReadOnlyList<RequestStep> steps)
    {
        if (steps.Where(static step => step.Intent == RequestIntent.Edit).Select(step => MessageCheck.FindError(this, step.Text, step.Text))
            .FirstOrDefault(static error => error is not null) is { } invalid)
        {
            WriteError(invalid);
            return false;
        }

        if (steps.FirstOrDefault(static step => step.Unclear != UnclearPath.None) is { } unclear)
        {
            WriteError(ErrorRecords.UnclearPath(DisplayText.Message(Request), unclear.Unclear == UnclearPath.Upload));
            return false;
        }

        if (steps.FirstOrDefault(step => step.Intent == RequestIntent.Upload && step.Files.Count == 0 && _files.Count == 0) is { } upload)
        {
            WriteError(ErrorRecords.NoFileNamed(DisplayText.Message(upload.Text)));
            return false;
        }

        var before = steps
            .TakeWhile(static step => step.Intent is not (RequestIntent.Upload or RequestIntent.Edit) && !step.SelectsSession)
            .Select(static step => step.Intent);
        if (_files.Count == 0 && before.Any(static intent => intent is RequestIntent.Export or RequestIntent.Download or RequestIntent.State))
        {
            RequireSessionId();
        }

        _runner!.ResolveDestination();
        return IsWhatIf || Force || (steps.All(step => step.Choices.Count == 0 || Confirm(step)) && MayEdit(steps));
    }

    /// <summary>
    /// Asks before an edit if there is nothing that it can change: a new process has no current session, the session is empty, or it lacks
    /// the file. Several sessions come from previous cmdlets.
    /// </summary>
    private bool MayEdit(IReadOnlyList<RequestStep> steps)
    {
        if (_files.Count > 0 || _sessions.Count > 1 || !RequestPlan.NeedsVideo(steps))
        {
            return true;
        }

        if (FindSessionId() is not { } id)
        {
            var mayCreate = AskToSend("There is no current session, so there is no video to edit.", "create a session and send", "Create a session");
            ThrowIf(mayCreate is null, ErrorRecords.NoSession);
            return mayCreate == true;
        }

        // If the state can't be read, the edit would fail for the same reason.
        TimelineState? state = null;
        _runner!.Process(id, () => state = Calls.Wait(token => ResolveClient().GetReadableStateAsync(id, token)));
        if (state is null)
        {
            return false;
        }

        if (state.IsEmpty)
        {
            return AskToSend("The timeline is empty, so there is no video to edit.", ErrorRecords.NoVideoToEdit(id));
        }

        return FindOtherFile(steps, state) is not { } file
            || AskToSend($"The file '{file}' wasn't uploaded to the session.", ErrorRecords.FileNotInSession(file, id));
    }

    /// <summary>An existing file that an edit names, but that wasn't uploaded to the session; null for none.</summary>
    private string? FindOtherFile(IReadOnlyList<RequestStep> steps, TimelineState state) => RequestPlan.FilesInEdit(steps).FirstOrDefault(
        file => !state.CanContainUpload(file) && FilePaths.IsFileOrFolder(this, file) && !WasUploaded(state.SessionId, file));

    private bool WasUploaded(string sessionId, string file) => Sessions.ReadHistory()?.HasUpload(sessionId, file) == true;

    private bool AskToSend(string problem, ErrorRecord error)
    {
        var maySend = AskToSend(problem, "send", "Send a message");
        if (maySend is null)
        {
            WriteError(error);
        }

        return maySend == true;
    }

    /// <summary>Asks before an edit if there is nothing that it can change. Null if PowerShell can't ask.</summary>
    private bool? AskToSend(string problem, string action, string caption)
    {
        var maySend = this.TryAsk($"{problem} The message costs credits. Do you want to {action} the message?", caption);
        if (maySend == false)
        {
            WriteWarning("The request was not sent. Upload a clip with Send-NemoUpload, or select another session with Set-NemoSession.");
        }

        return maySend;
    }

    private bool Confirm(RequestStep step)
    {
        List<string> names = [.. step.Choices.Select(RequestCommands.NameOf)];
        var request = DisplayText.Message(step.Text);
        var isSent = this.TryAsk(
            $"The request {DisplayText.Quote(request)} isn't clear. It could be a request for {string.Join(" or ", names)}. Sending the request as a message costs credits. "
                + "If you send it, the command doesn't upload, export, or download anything else. Do you want to send it?",
            "Send a message");
        if (isSent is { } answer)
        {
            if (!answer)
            {
                WriteWarning($"No command was run, and no message was sent. Use {string.Join(" or ", names)}.");
            }

            return answer;
        }

        WriteError(ErrorRecords.AmbiguousRequest(request, names));
        return false;
    }
}
