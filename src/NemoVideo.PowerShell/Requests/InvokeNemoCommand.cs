using System.Text.RegularExpressions;
using NemoVideo.Language;
using NemoVideo.Language.Intents;
using NemoVideo.PowerShell.Binding;
using NemoVideo.PowerShell.Connections;
using NemoVideo.PowerShell.Errors;
using NemoVideo.PowerShell.Output;
using NemoVideo.PowerShell.Pipeline;
using NemoVideo.PowerShell.Requests;
using NemoVideo.PowerShell.Sessions;

namespace NemoVideo.PowerShell.Commands;

/// <summary>
/// Runs the parts of a request in plain language in order. Only messages to the agent are charged. If it isn't certain that a part is a
/// message, it asks first. -Verbose shows the cmdlet for each part.
/// </summary>
[Cmdlet(VerbsLifecycle.Invoke, "Nemo", DefaultParameterSetName = PathSet, SupportsShouldProcess = true)]
[OutputType(typeof(NemoEvent), typeof(NemoEditResult), typeof(NemoExport), typeof(NemoState), typeof(NemoCredit), typeof(NemoUpload),
    typeof(NemoSession), typeof(Uri))]
public sealed class InvokeNemoCommand : SessionCommand<RequestInput>
{
    private const string PathSet = "Path";
    private const string LiteralPathSet = "LiteralPath";

    private static readonly Regex CmdletName = new(@"^\W*[A-Z]+-Nemo[A-Z]*(?![\w-])", RegexOptions.IgnoreCase);

    private readonly List<string?> _files = [];
    private readonly List<string> _sessions = [];
    private bool _isPathTyped;
    private bool _isSessionTyped;

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

    private protected override async Task CheckParametersAsync()
    {
        (_isPathTyped, _isSessionTyped) = (Path.Length > 0, MyInvocation.BoundParameters.ContainsKey(nameof(Session)));
        Session = await Sessions.CheckAsync(Session);
    }

    private protected override RequestInput ReadInput() => new(ParameterSetName == LiteralPathSet ? LiteralPath : Path, Session);

    private protected override async Task RunAsync(IAsyncEnumerable<RequestInput> inputs, CancellationToken stop)
    {
        await foreach (var input in inputs)
        {
            await AddAsync(input);
        }

        if (FindRefusal() is { } refusal)
        {
            Output.Warn(refusal);
            return;
        }

        // The last input can be a file without a session, which must not select the current session.
        var session = SessionChoice.Of(_sessions.LastOrDefault() ?? Session);
        var steps = await PlanAsync(session);
        steps.ForEach(step => Output.Verbose(RequestCommands.Explain(step)));
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
        List<SessionChoice> sessions = isOnce ? [session] : [.. _sessions.Distinct().Select(static id => SessionChoice.Of(id))];
        if (sessions.Count * steps.Count(static step => step.Intent == RequestIntent.Edit) is > 1 and var messages && !Output.IsWhatIf)
        {
            await new CreditCheck(Output, Nemo).AddAsync(messages);
        }

        var options = new RequestOptions(FollowSuggestion, Force, _files, HasManySessions: sessions.Count > 1);
        var execution = new RequestExecution(Output, Nemo, Sessions, Paths, Failures, options);
        foreach (var one in sessions)
        {
            if (!Failures.IsSkipped(one.Text))
            {
                await execution.RunAllAsync(one, steps);
            }
        }
    }

    private async Task AddAsync(RequestInput input)
    {
        // The input is an upload, an edit or an export, so its file is uploaded already.
        if (!_isSessionTyped && input.Session is { Length: > 0 } named)
        {
            try
            {
                _sessions.Add(await Sessions.ResolveAsync(named));
            }
            catch (NemoException exception)
            {
                Output.WriteError(ErrorRecords.From(exception, named));
                return;
            }
        }

        if (MyInvocation.ExpectingInput && input.Paths.Count == 0 && string.IsNullOrEmpty(input.Session))
        {
            _files.Add(null);
        }

        foreach (var path in input.Paths)
        {
            _files.AddRange(await Paths.ResolveAsync(path, !_isPathTyped));
        }
    }

    /// <summary>The steps of the request. Only if it names files, the service is asked for what was uploaded.</summary>
    private async Task<List<RequestStep>> PlanAsync(SessionChoice session)
    {
        var (namesFiles, sessionId, history) = (false, (string?)null, (NemoHistory?)null);
        var steps = Plan();
        if (namesFiles && (!Output.IsWhatIf || Nemo.Known is { IsOpen: true }) && await Sessions.FindAsync(session) is { } id)
        {
            (sessionId, history) = (id, await Sessions.ReadHistoryAsync());
            steps = Plan();
        }

        return steps;

        List<RequestStep> Plan()
        {
            var context = new RequestContext { Exists = Paths.IsFileOrFolder, IsUploaded = IsUploaded };
            return [.. RequestPlan.Create(Request, Destination is not null, context)
                .Select(step => Destination is null ? step : step with { Folder = Destination })];
        }

        bool IsUploaded(string file)
        {
            namesFiles = true;
            return sessionId is not null && history?.HasUpload(sessionId, file) == true;
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

    /// <summary>Checks the request before the first action, and asks if it isn't certain that a message may be sent.</summary>
    private bool MayRun(List<RequestStep> steps)
    {
        if (steps.Select(FindError).FirstOrDefault(static error => error is not null) is { } error)
        {
            Output.WriteError(error);
            return false;
        }

        _ = Destination is null ? null : Paths.ResolveFolder(Destination);
        return Output.IsWhatIf || Force || steps.TrueForAll(step => step.Choices.Count == 0 || Confirm(step));
    }

    private ErrorRecord? FindError(RequestStep step) =>
        step.Intent == RequestIntent.Edit && MessageCheck.FindError(Paths, step.Text, step.Text) is { } invalid ? invalid
        : step.Unclear != UnclearPath.None ? ErrorRecords.UnclearPath(DisplayText.Message(Request), step.Unclear == UnclearPath.Upload)
        : step is { Intent: RequestIntent.Upload, Files.Count: 0 } && _files.Count == 0
            ? ErrorRecords.NoFileNamed(DisplayText.Message(step.Text))
        : null;

    private bool Confirm(RequestStep step)
    {
        List<string> names = [.. step.Choices.Select(RequestCommands.NameOf)];
        var request = DisplayText.Message(step.Text);
        var answer = Output.TryAsk(
            $"The request {DisplayText.Quote(request)} isn't clear. It could be a request for {string.Join(" or ", names)}. "
                + "Sending the request as a message costs credits. If you send it, the command doesn't upload, export, or download "
                + "anything else. Do you want to send it?",
            "Send a message");
        if (answer is null)
        {
            Output.WriteError(ErrorRecords.AmbiguousRequest(request, names));
        }
        else if (answer == false)
        {
            Output.Warn($"No command was run, and no message was sent. Use {string.Join(" or ", names)}.");
        }

        return answer == true;
    }
}

/// <summary>What an input of Invoke-Nemo bound.</summary>
/// <param name="Paths">The paths of files.</param>
/// <param name="Session">The session; null for none.</param>
public sealed record RequestInput(IReadOnlyList<string> Paths, string? Session);
