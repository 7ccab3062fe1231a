using System.Management.Automation.Host;

namespace NemoVideo.PowerShell;

/// <summary>The only way of a command's work to PowerShell. It removes control characters and secrets in URLs from texts.</summary>
internal sealed class PipelineWriter
{
    private readonly PSCmdlet _cmdlet;
    private bool _hasEndingError;

    public PipelineWriter(PSCmdlet cmdlet, PipelineLoop loop)
    {
        (_cmdlet, Calls) = (cmdlet, new PipelineCalls(loop));
        Running = new RunningWork(StopToken);
        (Display, Failures, Paths) = (new CommandDisplay(cmdlet, this), new InputFailures(this), new FilePaths(this));
    }

    public PipelineCalls Calls { get; }

    /// <summary>Canceled if the command ends before its work is done.</summary>
    public CancellationToken StopToken => Calls.StopToken;

    public RunningWork Running { get; }

    public CommandDisplay Display { get; }
    public InputFailures Failures { get; }
    public SkippedInputs Skipped { get; } = new();
    public FilePaths Paths { get; }

    public int ErrorCount { get; private set; }

    public InvocationInfo Invocation => _cmdlet.MyInvocation;

    public SessionState Session => _cmdlet.SessionState;

    /// <summary>Whether an error ends the command, because of -ErrorAction Stop or the preference.</summary>
    public bool StopsAtError => ActionFor("Error") == ActionPreference.Stop;

    /// <summary>Whether the command only shows what it would do, because of -WhatIf or $WhatIfPreference.</summary>
    public bool IsWhatIf => LanguagePrimitives.IsTrue(_cmdlet.PreferenceOf("WhatIf", "WhatIfPreference"));

    /// <summary>The value of a preference, such as Error, Warning or Progress.</summary>
    public ActionPreference ActionFor(string kind) =>
        LanguagePrimitives.TryConvertTo<ActionPreference>(
            _cmdlet.PreferenceOf($"{kind}Action", $"{kind}{(kind == "Error" ? "Action" : "")}Preference"), out var action)
            ? action : ActionPreference.Continue;

    /// <summary>Whether an error or a warning can end the command, because of its preference.</summary>
    public bool CanEnd(string kind) => ActionFor(kind) is ActionPreference.Stop or ActionPreference.Inquire;

    public void Write(object? value) => Call(() => _cmdlet.WriteObject(value));

    /// <summary>Writes an object with a view of its own, which an additional type name selects.</summary>
    public void Write(object value, string view)
    {
        var output = new PSObject(value);
        output.TypeNames.Insert(0, $"NemoVideo.PowerShell.Output.{view}");
        Write(output);
    }

    /// <summary>Writes a file as PowerShell's own cmdlets do, with all the properties that its view shows.</summary>
    public void WriteFile(string path) => Call(() => _cmdlet.WriteObject(
        Session.InvokeProvider.Item.Get([$@"Microsoft.PowerShell.Core\FileSystem::{path}"], force: true, literalPath: true), true));

    /// <summary>Warns that an input was skipped. The next result contains the warning.</summary>
    public void WarnOfSkipped(string text)
    {
        Skipped.Add(text);
        Warn(text);
    }

    /// <summary>Writes an error. One that can end the command waits until what was started has ended and is written.</summary>
    public void WriteError(ErrorRecord error)
    {
        if (Take(error) is { } write)
        {
            WriteWhenIdle("Error", write);
        }
    }

    /// <summary>The same in <see cref="Running"/>, before what follows.</summary>
    public Task WriteErrorAsync(ErrorRecord error) => Take(error) is { } write ? WriteWhenIdleAsync("Error", write) : Task.CompletedTask;

    public void Warn(string text) => WriteWhenIdle("Warning", () => _cmdlet.WriteWarning(DisplayText.Message(text)));

    /// <summary>Writes a warning in <see cref="Running"/>, before what follows.</summary>
    public Task WarnAsync(string text) =>
        WriteWhenIdleAsync("Warning", () => _cmdlet.WriteWarning(DisplayText.Message(text)));

    public void Verbose(string text)
    {
        // With -Debug alone, PowerShell would prompt at each verbose line, also after a charged request.
        var bound = Invocation.BoundParameters;
        if (bound.TryGetValue("Debug", out var isDebug) && LanguagePrimitives.IsTrue(isDebug) && !bound.ContainsKey("Verbose"))
        {
            Debug(text);
        }
        else
        {
            Call(() => _cmdlet.WriteVerbose(DisplayText.Message(text)));
        }
    }

    /// <summary>Writes the service's response to the debug stream. The client has removed secrets from it.</summary>
    public void DebugResponse(NemoException exception)
    {
        if (exception.RawResponse is { Length: > 0 } response)
        {
            Display.WriteLog();
            Debug($"The service's response: {response}");
        }
    }

    /// <summary>Does work whose failure is a terminating error, after the service's response.</summary>
    public async Task<T> OrFailAsync<T>(object? target, Func<Task<T>> work)
    {
        try
        {
            return await work();
        }
        catch (NemoException exception)
        {
            DebugResponse(exception);
            throw new CommandException(ErrorRecords.From(exception, target));
        }
    }

    /// <summary>Writes a line to the console, as Write-Host does.</summary>
    public void WriteHostLine(string text) =>
        Call(() => _cmdlet.WriteInformation(new HostInformationMessage { Message = DisplayText.Message(text) }, ["PSHOST"]));

    /// <summary>Writes a warning if the user stopped the command. A stopping pipeline accepts no writes, but its host does.</summary>
    public void WarnIfStopped(string text)
    {
        if (Calls.IsStopped)
        {
            Calls.RunAlways(() => _cmdlet.Host.UI.WriteWarningLine(DisplayText.Message(text)));
        }
    }

    /// <summary>Warns that the pipeline was empty, as after a wildcard that matches no file.</summary>
    public void WarnOfNoInput(string outcome) => Warn(
        $"The pipeline contained no usable input, so no {outcome}. Check the command before this one, such as its path or filter.");

    public bool ShouldProcess(string target, string action) =>
        Calls.Run(() => _cmdlet.ShouldProcess(DisplayText.Message(target), DisplayText.Message(action)), isQuestion: true);

    /// <summary>Asks before something is charged. The default is no; -Confirm:$false answers yes. Null if the host can't ask.</summary>
    public bool? TryAsk(string question, string caption)
    {
        if (Invocation.BoundParameters.TryGetValue("Confirm", out var confirm) && !LanguagePrimitives.IsTrue(confirm))
        {
            return true;
        }

        var (yesToAll, noToAll) = (false, false);
        try
        {
            // At the end of a redirected input, the console host would use the default answer instead of reporting an error.
            return _cmdlet.Host.Name == "ConsoleHost" && Console.IsInputRedirected ? null : Calls.Run(
                () => _cmdlet.ShouldContinue(question, caption, hasSecurityImpact: true, ref yesToAll, ref noToAll), isQuestion: true);
        }
        catch (Exception exception) when (exception is HostException or PSInvalidOperationException or NotImplementedException)
        {
            return null;
        }
    }

    /// <summary>The call for an error; null if it was written as a warning, because only the first error can be thrown.</summary>
    private Action? Take(ErrorRecord error)
    {
        ErrorCount++;
        if (_hasEndingError)
        {
            Warn($"{error}");
            return null;
        }

        _hasEndingError = StopsAtError;
        return () => _cmdlet.WriteError(error);
    }

    private void WriteWhenIdle(string kind, Action write)
    {
        if (CanEnd(kind))
        {
            Running.WhenIdle(() => Call(write));
        }
        else
        {
            Call(write);
        }
    }

    private async Task WriteWhenIdleAsync(string kind, Action write)
    {
        if (CanEnd(kind))
        {
            await Running.WhenIdleAsync(() => Call(write));
        }
        else
        {
            Call(write);
        }
    }

    private void Debug(string text) => Call(() => _cmdlet.WriteDebug(DisplayText.Message(text)));

    private void Call(Action call) => Calls.Run(call);
}
