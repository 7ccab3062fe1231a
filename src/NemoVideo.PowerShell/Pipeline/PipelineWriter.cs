using System.Management.Automation.Host;
using System.Runtime.ExceptionServices;
using NemoVideo.PowerShell.Binding;

namespace NemoVideo.PowerShell.Pipeline;

/// <summary>
/// The only way of a command's work to PowerShell. It removes control characters and secrets in URLs from texts. What PowerShell throws
/// inside a call, such as a stop or Select-Object -First, ends the command, even if the work catches it.
/// </summary>
internal sealed class PipelineWriter(PSCmdlet cmdlet, PipelineLoop loop) : IDisposable
{
    // Never disposed, because StopProcessing can come at any time.
    private readonly CancellationTokenSource _stop = new();
    private readonly List<Action> _held = [];
    private readonly List<IProgressDisplay> _displays = [];
    private readonly RequestLog _log = new();
    private ProgressLine? _retry;
    private Task<bool>? _resumed;
    private Action _resume = static () => { };
    private ExceptionDispatchInfo? _thrown;
    private volatile bool _isStopped;
    private bool _isClosed;
    private bool _hasEndingError;
    private int _running;

    /// <summary>Canceled if the command ends before its work is done.</summary>
    public CancellationToken StopToken => _stop.Token;

    /// <summary>Whether nothing more can be written, because the user stopped the command or PowerShell threw.</summary>
    public bool IsEnded => _isClosed || _isStopped || _thrown is not null;

    public int ErrorCount { get; private set; }

    public InvocationInfo Invocation => cmdlet.MyInvocation;

    public SessionState Session => cmdlet.SessionState;

    /// <summary>Whether an error ends the command, because of -ErrorAction Stop or the preference.</summary>
    public bool StopsAtError => ActionFor("Error") == ActionPreference.Stop;

    /// <summary>Whether the command only shows what it would do, because of -WhatIf or $WhatIfPreference.</summary>
    public bool IsWhatIf => LanguagePrimitives.IsTrue(cmdlet.PreferenceOf("WhatIf", "WhatIfPreference"));

    /// <summary>Whether an error or a warning that can end the command waits. If so, nothing more may be started.</summary>
    public bool MustPause => _held.Count > 0;

    /// <summary>Completed when nothing waits that can end the command; canceled if it ends.</summary>
    public Task Resumed => !MustPause ? Task.CompletedTask : _resumed ??= CreateTask(out _resume);

    public void Write(object? value) => Call(() => cmdlet.WriteObject(value));

    /// <summary>Writes an object with a view of its own, which an additional type name selects.</summary>
    public void Write(object value, string view)
    {
        var output = new PSObject(value);
        output.TypeNames.Insert(0, $"NemoVideo.PowerShell.Output.{view}");
        Write(output);
    }

    /// <summary>Writes an error. One that can end the command waits until what was started has ended and is written.</summary>
    public void WriteError(ErrorRecord error) => WriteError(error, static () => { });

    /// <summary>Writes an error before what follows between <see cref="Begin"/> and <see cref="End"/>.</summary>
    public async Task WriteErrorAsync(ErrorRecord error)
    {
        var written = CreateTask(out var complete);
        WriteError(error, complete);
        if (written.IsCompleted)
        {
            return;
        }

        End();
        try
        {
            await written;
        }
        finally
        {
            Begin();
        }
    }

    public void Warn(string text) => WriteWhenIdle(ActionFor("Warning"), () => cmdlet.WriteWarning(DisplayText.Message(text)));

    public void Verbose(string text)
    {
        // With -Debug alone, PowerShell would prompt at each verbose line, also after a charged request.
        var bound = cmdlet.MyInvocation.BoundParameters;
        if (bound.TryGetValue("Debug", out var isDebug) && LanguagePrimitives.IsTrue(isDebug) && !bound.ContainsKey("Verbose"))
        {
            Debug(text);
        }
        else
        {
            Call(() => cmdlet.WriteVerbose(DisplayText.Message(text)));
        }
    }

    /// <summary>Writes the service's response to the debug stream. The client has removed secrets from it.</summary>
    public void DebugResponse(NemoException exception)
    {
        if (exception.RawResponse is { Length: > 0 } response)
        {
            WriteLog();
            Debug($"The service's response: {response}");
        }
    }

    /// <summary>Writes a line to the console, as Write-Host does.</summary>
    public void WriteHostLine(string text) =>
        Call(() => cmdlet.WriteInformation(new HostInformationMessage { Message = DisplayText.Message(text) }, ["PSHOST"]));

    /// <summary>Writes a warning if the user stopped the command. A stopping pipeline accepts no writes, but its host does.</summary>
    public void WarnIfStopped(string text)
    {
        if (_isStopped)
        {
            cmdlet.Host.UI.WriteWarningLine(DisplayText.Message(text));
        }
    }

    /// <summary>Warns that the pipeline was empty, as after a wildcard that matches no file.</summary>
    public void WarnOfNoInput(string outcome) => Warn(
        $"The pipeline contained no usable input, so no {outcome}. Check the command before this one, such as its path or filter.");

    public bool ShouldProcess(string target, string action) =>
        Call(() => cmdlet.ShouldProcess(DisplayText.Message(target), DisplayText.Message(action)), isQuestion: true);

    /// <summary>Asks before something is charged. The default is no; -Confirm:$false answers yes. Null if the host can't ask.</summary>
    public bool? TryAsk(string question, string caption)
    {
        if (cmdlet.MyInvocation.BoundParameters.TryGetValue("Confirm", out var confirm) && !LanguagePrimitives.IsTrue(confirm))
        {
            return true;
        }

        var (yesToAll, noToAll) = (false, false);
        try
        {
            // At the end of a redirected input, the console host would use the default answer instead of reporting an error.
            return cmdlet.Host.Name == "ConsoleHost" && Console.IsInputRedirected ? null : Call(
                () => cmdlet.ShouldContinue(question, caption, hasSecurityImpact: true, ref yesToAll, ref noToAll), isQuestion: true);
        }
        catch (Exception exception) when (exception is HostException or PSInvalidOperationException or NotImplementedException)
        {
            return null;
        }
    }

    /// <summary>Shows progress while the command waits.</summary>
    public void Show(IProgressDisplay display) => _displays.Add(display);

    public void Hide(IProgressDisplay display) => _displays.Remove(display);

    /// <summary>Writes progress, even if the pipeline is stopping: its host accepts what it doesn't.</summary>
    public void WriteProgress(long source, ProgressRecord record, bool isSilent)
    {
        try
        {
            cmdlet.CommandRuntime.WriteProgress(source, record);
        }
        catch (Exception exception) when (exception is PipelineStoppedException or InvalidOperationException)
        {
            // The host doesn't check the progress preference.
            if (!isSilent)
            {
                cmdlet.Host.UI.WriteProgress(source, record);
            }
        }
    }

    /// <summary>The value of a preference, such as Error, Warning or Progress.</summary>
    public ActionPreference ActionFor(string kind) =>
        LanguagePrimitives.TryConvertTo<ActionPreference>(
            cmdlet.PreferenceOf($"{kind}Action", $"{kind}{(kind == "Error" ? "Action" : "")}Preference"), out var action)
            ? action : ActionPreference.Continue;

    /// <summary>Begins something that must end before an error can end the command.</summary>
    public void Begin() => _running++;

    /// <summary>Ends it, and writes what waited for it.</summary>
    public void End()
    {
        _running--;
        while (_running == 0 && _held.Count > 0)
        {
            var write = _held[0];
            _held.RemoveAt(0);
            write();
        }

        if (_running == 0)
        {
            _resumed = null;
            _resume();
        }
    }

    /// <summary>Runs an action that can end the command when nothing is running.</summary>
    public void WhenIdle(Action action)
    {
        _held.Add(action);
        Begin();
        End();
    }

    /// <summary>Makes the current asynchronous flow log its requests here.</summary>
    public void Listen() => _log.Listen();

    /// <summary>Writes the client's traces and warnings, and shows the progress.</summary>
    public void Refresh(bool isIdle)
    {
        if (IsEnded)
        {
            return;
        }

        WriteLog();
        foreach (var display in _displays.ToList())
        {
            display.Show();
        }

        _retry ??= new ProgressLine(this, "Waiting", () => (_log.Retry?.Status, -1));
        if (isIdle)
        {
            _retry.Show();
        }
        else
        {
            _retry.Dispose();
        }
    }

    /// <summary>Cancels the work. It can run on another thread, so it doesn't wait or write.</summary>
    public void Stop()
    {
        _isStopped = true;
        _stop.Cancel();
        loop.Wake();
    }

    /// <summary>Cancels the work. Nothing more can be written.</summary>
    public void Dispose()
    {
        _isClosed = true;
        _retry?.Dispose();
        _stop.Cancel();
    }

    /// <summary>Throws what PowerShell threw inside a call, or a stop.</summary>
    public void ThrowIfEnded()
    {
        _thrown?.Throw();
        if (IsEnded)
        {
            throw new PipelineStoppedException();
        }
    }

    private void WriteError(ErrorRecord error, Action afterwards)
    {
        ErrorCount++;
        if (_hasEndingError)
        {
            // Only the first error can be thrown.
            Warn($"{error}");
            afterwards();
            return;
        }

        var action = ActionFor("Error");
        _hasEndingError = action == ActionPreference.Stop;
        WriteWhenIdle(action, () => { cmdlet.WriteError(error); afterwards(); });
    }

    private void WriteWhenIdle(ActionPreference preference, Action write)
    {
        if (preference is ActionPreference.Stop or ActionPreference.Inquire)
        {
            WhenIdle(() => Call(write));
        }
        else
        {
            Call(write);
        }
    }

    /// <summary>A task that is completed by an action, or canceled if the command ends.</summary>
    private Task<bool> CreateTask(out Action complete)
    {
        var source = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        StopToken.Register(() => source.TrySetCanceled());
        complete = () => source.TrySetResult(true);
        return source.Task;
    }

    private void WriteLog()
    {
        while (_log.TryTakeLine(out var line))
        {
            Verbose(line);
        }

        while (_log.TryTakeWarning(out var warning))
        {
            Warn(warning);
        }
    }

    private void Debug(string text) => Call(() => cmdlet.WriteDebug(DisplayText.Message(text)));

    private void Call(Action call) => Call(() => { call(); return true; });

    private T Call<T>(Func<T> call, bool isQuestion = false)
    {
        if (IsEnded)
        {
            throw new PipelineStoppedException();
        }

        try
        {
            return loop.Leave(call);
        }
        catch (Exception exception)
            when (!isQuestion || exception is PipelineStoppedException or FlowControlException or ActionPreferenceStopException)
        {
            // A question's other exceptions, such as that of a host without a user, go to the work alone.
            _thrown ??= ExceptionDispatchInfo.Capture(exception);
            _stop.Cancel();
            throw;
        }
    }
}
