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

    private readonly List<string?> _files = [];
    private readonly List<string> _sessions = [];
    private bool _isPathTyped;
    private bool _isSessionTyped;

    /// <summary>The request, in plain English or Chinese.</summary>
    [Parameter(Mandatory = true, Position = 0), NotBlank]
    public string Request { get; set; } = "";

    /// <summary>The files to upload first. A path on the command line can contain wildcards. A piped path is read literally.</summary>
    [Parameter(Position = 1, ParameterSetName = PathSet, ValueFromPipeline = true)]
    [Alias("FilePath"), SupportsWildcards, PathText, ValidateNotNullOrEmpty]
    public string[] Path { get; set; } = [];

    /// <summary>The files to upload first, without wildcards. Files from Get-ChildItem bind to this parameter.</summary>
    [Parameter(Mandatory = true, ParameterSetName = LiteralPathSet, ValueFromPipelineByPropertyName = true)]
    [Alias("FullName", "PSPath", "LP"), ValidateNotNullOrEmpty]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>The folder for downloaded videos. With this parameter, each export is also downloaded.</summary>
    [Parameter, ValidateNotNullOrEmpty, Alias("OutputPath", "OutDir")]
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

        var planner = new RequestPlanner(Output, Nemo, Sessions, Request, Destination);
        if (planner.FindRefusal(hasUsableInput: _sessions.Count > 0 || _files.Exists(static file => file is not null)) is { } refusal)
        {
            Output.Warn(refusal);
            return;
        }

        // The last input can be a file without a session, which must not select the current session.
        var session = SessionChoice.For(_sessions.LastOrDefault() ?? Session);
        var steps = await planner.PlanAsync(session);
        steps.ForEach(step => Output.Verbose(RequestCommands.Explain(step)));
        if (!planner.MayRun(steps, hasFiles: _files.Count > 0, Force))
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
        List<SessionChoice> sessions = isOnce ? [session] : [.. _sessions.Distinct().Select(static id => SessionChoice.For(id))];
        if (sessions.Count * steps.Count(static step => step.Intent == RequestIntent.Edit) is > 1 and var messages && !Output.IsWhatIf)
        {
            await new CreditCheck(Output, Nemo).AddAsync(messages);
        }

        var options = new RequestOptions(FollowSuggestion, Force, _files, HasManySessions: sessions.Count > 1);
        var execution = new RequestExecution(Output, Nemo, Sessions, options);
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
        if (!_isSessionTyped && input.Session is { Length: > 0 } named && !await Failures.ProcessAloneAsync(
            named, async () => _sessions.Add(await Sessions.Lookup.ResolveAsync(named)), isComplete: false))
        {
            return;
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
}

/// <summary>What an input of Invoke-Nemo bound.</summary>
/// <param name="Paths">The paths of files.</param>
/// <param name="Session">The session; null for none.</param>
public sealed record RequestInput(IReadOnlyList<string> Paths, string? Session);
