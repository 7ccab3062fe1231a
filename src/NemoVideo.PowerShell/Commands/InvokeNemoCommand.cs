using System.Text.RegularExpressions;
using NemoVideo.Language;
using NemoVideo.Language.Intents;
using NemoVideo.PowerShell.Binding;
using NemoVideo.PowerShell.Cmdlets;
using NemoVideo.PowerShell.Errors;
using NemoVideo.PowerShell.Output;

namespace NemoVideo.PowerShell.Commands;

/// <summary>
/// Runs the parts of a request in plain language in order. Only messages to the agent are charged. If it isn't certain that a part is a
/// message, it asks first. -Verbose shows the cmdlet for each part.
/// </summary>
[Cmdlet(VerbsLifecycle.Invoke, "Nemo", DefaultParameterSetName = PathSet, SupportsShouldProcess = true)]
[OutputType(typeof(NemoEvent), typeof(NemoEditResult), typeof(NemoExport), typeof(NemoState), typeof(NemoCredit), typeof(NemoUpload),
    typeof(NemoSession), typeof(Uri))]
public sealed class InvokeNemoCommand : SessionCommand
{
    private const string PathSet = "Path";
    private const string LiteralPathSet = "LiteralPath";

    private static readonly Regex CmdletName = new(@"^\W*[A-Z]+-Nemo[A-Z]*(?![\w-])", RegexOptions.IgnoreCase);

    private readonly List<string?> _files = [];
    private readonly List<string> _sessions = [];
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
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        // The input is an upload, an edit or an export, so its file is uploaded already.
        if (!IsSessionNamed && Session is { Length: > 0 } named)
        {
            string? id = null;
            Inputs.Process(named, () => id = Sessions.Resolve(named), isComplete: false);
            if (id is null)
            {
                return;
            }

            _sessions.Add(id);
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
        if (FindRefusal() is { } refusal)
        {
            WriteWarning(refusal);
            return;
        }

        // The last input can be a file without a session, which must not select the current session.
        Session = _sessions.LastOrDefault() ?? Session;
        var steps = RequestPlan.Create(Request, Destination is not null, CreateContext())
            .Select(step => Destination is null ? step : step with { Folder = Destination }).ToList();
        steps.ForEach(step => WriteVerbose(RequestCommands.Explain(step)));
        if (!MayRun(steps))
        {
            return;
        }

        if (_files.Count > 0 && steps.Exists(static step => step.Intent != RequestIntent.HowTo))
        {
            // The files belong in the session that the request creates or selects first.
            steps.RemoveAll(static step => step.Intent == RequestIntent.Upload && step.Files.Count == 0);
            var upload = new RequestStep(RequestIntent.Upload, "the input files", null);
            steps.Insert(steps.TakeWhile(static step => step.SelectsSession).Count(), upload);
        }

        // The steps after one that creates or selects a session are the same in all sessions, and so are the credits.
        var isOnce = _sessions.Count == 0 || steps.TakeWhile(static step => !step.SelectsSession)
            .All(static step => step.Intent is RequestIntent.Credits or RequestIntent.HowTo or RequestIntent.Session);
        List<string?> sessions = isOnce ? [Session] : [.. _sessions.Distinct()];
        if (sessions.Count * steps.Count(static step => step.Intent == RequestIntent.Edit) is > 1 and var messages && !IsWhatIf)
        {
            new CreditCheck(this).Add(messages);
        }

        var options = new RequestOptions(FollowSuggestion, Force, _files);
        var runner = new RequestRunner(this, options) { HasManySessions = sessions.Count > 1 };
        foreach (var session in sessions)
        {
            Session = session;
            if (!Inputs.IsSkipped(session))
            {
                runner.RunAll(steps);
            }
        }
    }

    /// <summary>Why nothing of the request is run; null if it can be.</summary>
    private string? FindRefusal() =>
        // The previous cmdlet failed or found nothing. The current session is another piece of work.
        MyInvocation.ExpectingInput && _sessions.Count == 0 && _files.TrueForAll(static file => file is null)
            ? "The input contained no usable file or session, so the request was not sent."
        : CmdletName.IsMatch(Request) ? "The request starts with the name of a cmdlet, so it was not sent. Run the cmdlet directly."
        : RequestDetails.FindBatch(Request) is { } batch ? RequestCommands.HelpFor(batch)
        : null;

    /// <summary>What is known without a request to the service.</summary>
    private RequestContext CreateContext() => new()
    {
        Exists = path => FilePaths.IsFileOrFolder(this, path),
        IsUploaded = file => (!IsWhatIf || KnownConnection is { IsOpen: true })
            && FindSessionId() is { } id && Sessions.ReadHistory()?.HasUpload(id, file) == true,
    };

    /// <summary>Checks the request before the first action, and asks if it isn't certain that a message may be sent.</summary>
    private bool MayRun(List<RequestStep> steps)
    {
        if (steps.Select(FindError).FirstOrDefault(static error => error is not null) is { } error)
        {
            WriteError(error);
            return false;
        }

        _ = Destination is null ? null : FilePaths.ResolveFolder(this, Destination);
        return IsWhatIf || Force || steps.TrueForAll(step => step.Choices.Count == 0 || Confirm(step));
    }

    private ErrorRecord? FindError(RequestStep step) =>
        step.Intent == RequestIntent.Edit && MessageCheck.FindError(this, step.Text, step.Text) is { } invalid ? invalid
        : step.Unclear != UnclearPath.None ? ErrorRecords.UnclearPath(DisplayText.Message(Request), step.Unclear == UnclearPath.Upload)
        : step is { Intent: RequestIntent.Upload, Files.Count: 0 } && _files.Count == 0
            ? ErrorRecords.NoFileNamed(DisplayText.Message(step.Text))
        : null;

    private bool Confirm(RequestStep step)
    {
        List<string> names = [.. step.Choices.Select(RequestCommands.NameOf)];
        var request = DisplayText.Message(step.Text);
        var answer = this.TryAsk(
            $"The request {DisplayText.Quote(request)} isn't clear. It could be a request for {string.Join(" or ", names)}. "
                + "Sending the request as a message costs credits. If you send it, the command doesn't upload, export, or download "
                + "anything else. Do you want to send it?",
            "Send a message");
        if (answer is null)
        {
            WriteError(ErrorRecords.AmbiguousRequest(request, names));
        }
        else if (answer == false)
        {
            WriteWarning($"No command was run, and no message was sent. Use {string.Join(" or ", names)}.");
        }

        return answer == true;
    }
}
