using NemoVideo.Language;
using NemoVideo.Language.Intents;
using NemoVideo.PowerShell.Output;

namespace NemoVideo.PowerShell.Cmdlets;

/// <summary>Runs the steps of a request in plain language. Each step does the same as one of the other cmdlets.</summary>
public abstract class RequestCommand : RequestSessionCommand
{
    private OutputFileNames? _names;

    /// <summary>Whether a suggested export may be followed: no later step exports.</summary>
    private bool _mayFollowExport;

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

    /// <summary>Whether exports of the session were started over the connection.</summary>
    private protected bool HasExports => Exports.ListStarted(FindSessionId()).Count > 0;

    /// <summary>Runs the steps in order. After a failure, a warning lists the remaining and the later steps.</summary>
    /// <param name="steps">The steps to run.</param>
    /// <param name="later">The steps of the request that the caller runs after these.</param>
    /// <returns>Whether no step failed.</returns>
    private protected bool RunAll(IReadOnlyList<RequestStep> steps, IReadOnlyList<RequestStep>? later = null)
    {
        List<RequestStep> all = [.. steps, .. later ?? []];
        IsAlone = all.Count == 1;
        for (var i = 0; i < steps.Count; i++)
        {
            IsComplete = true;
            _mayFollowExport = !all.Skip(i + 1)
                .Any(static step => step.Intent is RequestIntent.Export or RequestIntent.Download);
            Run(steps[i]);
            if (!IsComplete)
            {
                WarnOfRest(all.Skip(i + 1).ToList());
                return false;
            }
        }

        PreviewedSession = later is null ? null : PreviewedSession;
        return true;
    }

    private protected void WarnOfRest(IReadOnlyCollection<RequestStep> rest)
    {
        if (rest.Count > 0)
        {
            WriteWarning(
                $"Because an upload or an earlier part of the request failed or changed nothing, the rest of the request was not run: {RequestCommands.Quote(rest)}.");
        }
    }

    private void Run(RequestStep step)
    {
        var text = step.Text;
        WarnIf(RequestCommands.NotRun(step));
        switch (step.Intent)
        {
            case RequestIntent.Upload:
                step.Files.ToList().ForEach(UploadNamed);
                WarnIf(RequestCommands.Position(step));
                break;
            case RequestIntent.Export:
                Export(RequestDetails.Form(text), step.Folder);
                break;
            case RequestIntent.Download when RequestDetails.AsksForSessionLink(text) is { } isSession && step.Part is not null:
                ShowLink(isSession);
                break;
            case RequestIntent.Download:
                Download(step);
                break;
            case RequestIntent.Status when RequestDetails.MentionsExport(text) || HasExports:
                IsComplete = Exports.ShowStarted(FindSessionId(), Process) && IsComplete;
                break;
            case RequestIntent.Cancel:
                IsComplete = Exports.CancelStarted(FindSessionId(), Process) && IsComplete;
                break;
            case RequestIntent.Credits:
                WarnIf(RequestDetails.AsksForPrice(text), RequestCommands.HelpFor(RequestIntent.Credits));
                Read(target: null, () => new NemoCredit(Wait(token => ResolveClient().GetCreditAsync(token))));
                break;
            case RequestIntent.State or RequestIntent.Status:
                ShowState();
                break;
            case RequestIntent.Session:
                RunSession(text);
                break;
            case RequestIntent.HowTo:
                WriteWarning($"The request {DisplayText.Quote(text)} was not sent to the agent. {RequestCommands.HelpFor(text)} "
                    + "If you want to ask the agent, send the question with Invoke-NemoEdit.");
                break;
            default:
                Send(text, isUncertain: step.Choices.Count > 0);
                break;
        }
    }

    /// <summary>Checks the destination folder before anything is charged. A path that is not in the file system is a terminating error.</summary>
    private protected void ResolveDestination() => _ = Destination is null ? null : FilePaths.ResolveFolder(this, Destination);

    /// <param name="form">The options of the export.</param>
    /// <param name="folder">The folder in the request, to which the next step downloads the video; null for none.</param>
    private void Export(ExportForm form, string? folder = null)
    {
        WarnIf(RequestCommands.UnsupportedOptions(Without(form, folder)));
        if (RequireTarget() is var target && ShouldProcess(target, "Start export"))
        {
            var sessionId = RequireSessionId();
            Process(sessionId, () => WriteObject(Exports.Start(sessionId, ExportRunner.OutputOf(form))));
        }
    }

    private void Download(RequestStep step)
    {
        var folder = Destination ?? step.Folder;
        var form = RequestDetails.Form(step.Text);
        // The export before a download of the same words has the warning.
        WarnIf(step.Part is null ? null : RequestCommands.UnsupportedOptions(Without(form, folder)));
        if (RequireTarget() is var target && ShouldProcess(target, $"Download the video to {folder}"))
        {
            var sessionId = RequireSessionId();
            _names ??= CreateNames(folder, Force);
            Process(sessionId, () => Exports.Download(sessionId, form, _names));
        }
    }

    private static ExportForm Without(ExportForm form, string? folder) =>
        form with { UnsupportedOptions = [.. form.UnsupportedOptions.Where(one => one != folder)] };

    private void ShowState()
    {
        // The session that -WhatIf only describes has no timeline yet, or isn't the one that would be read.
        var target = RequireTarget();
        if (PreviewedSession is null || ShouldProcess(target, "Get the timeline"))
        {
            var id = RequireSessionId();
            Read(id, () => new NemoState(Wait(token => ResolveClient().GetReadableStateAsync(id, token))));
        }
    }

    private void Send(string message, bool isUncertain)
    {
        var action = isUncertain && IsWhatIf && !Force ? "Ask whether to send" : "Send";
        if (!ShouldProcess(FindTarget(), $"{action} the message {DisplayText.Quote(message)}, which costs credits"))
        {
            PreviewNewSession();
            return;
        }

        NemoEditResult? result = null;
        var runner = new EditRunner(this, new EditOptions(new EventFilter()), static (_, next) => next());
        Process(DisplayText.Message(message), () => result = runner.Run(new EditMessage(EnsureSessionId(), message)));
        IsComplete &= result is { Status: nameof(EditStatus.Succeeded) };
        var isAnswered = result is { Status: nameof(EditStatus.Succeeded) or nameof(EditStatus.Unchanged) };
        var actions = FollowSuggestion && isAnswered ? result!.Suggestions.Select(static suggestion => suggestion.Action).ToList() : [];
        if (actions.Contains(GuiAction.ReadState))
        {
            ShowState();
        }

        if (_mayFollowExport && IsComplete && actions.Contains(GuiAction.Export))
        {
            Export(new ExportForm());
        }
    }
}
