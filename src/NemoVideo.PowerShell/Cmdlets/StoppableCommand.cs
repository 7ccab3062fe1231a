using NemoVideo.PowerShell.Binding;
using NemoVideo.PowerShell.Connections;
using NemoVideo.PowerShell.Errors;
using NemoVideo.PowerShell.Progress;

namespace NemoVideo.PowerShell.Cmdlets;

/// <summary>The base of all cmdlets that wait for the service. It waits on the pipeline thread, the only thread that writes.</summary>
public abstract class StoppableCommand : PSCmdlet, IDisposable
{
    private static readonly TimeSpan WaitInterval = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(2);

    // Never disposed, because StopProcessing can come at any time.
    private readonly CancellationTokenSource _stop = new();
    private readonly RequestLog _log = new();
    private readonly HashSet<Task> _running = [];
    private readonly HashSet<string> _warned = [];
    private volatile bool _isStopped;
    private bool _isEnding;

    internal CancellationToken StopToken => _stop.Token;

    /// <summary>The files that other programs are still writing.</summary>
    internal GrowingFiles Growing => field ??= new GrowingFiles(this);

    internal int ErrorCount { get; private set; }

    /// <summary>Whether an error ends the command, because of -ErrorAction Stop or the preference.</summary>
    internal bool StopsAtError =>
        LanguagePrimitives.TryConvertTo<ActionPreference>(this.PreferenceOf("ErrorAction", "ErrorActionPreference"), out var preference)
        && preference == ActionPreference.Stop;

    /// <summary>Cancels pending requests. Safe to call more than once.</summary>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Cancels pending requests. After an exception upstream, PowerShell calls no other method.</summary>
    /// <param name="disposing">True if called by <see cref="Dispose()"/>.</param>
    protected virtual void Dispose(bool disposing) => EndRunning();

    /// <summary>Cancels pending requests. It runs on another thread, so it doesn't wait or write.</summary>
    protected override void StopProcessing()
    {
        _isStopped = true;
        _stop.Cancel();
    }

    // These hide the base methods, so that no subclass can write untrusted text or secrets in a URL.
    internal new void WriteVerbose(string text)
    {
        // With -Debug alone, PowerShell would prompt at each verbose line, also after a charged request.
        var bound = MyInvocation.BoundParameters;
        if (bound.TryGetValue("Debug", out var isDebug) && LanguagePrimitives.IsTrue(isDebug) && !bound.ContainsKey("Verbose"))
        {
            WriteDebug(text);
        }
        else
        {
            base.WriteVerbose(DisplayText.Message(text));
        }
    }

    internal new void WriteDebug(string text) => base.WriteDebug(DisplayText.Message(text));

    internal new void WriteWarning(string text) => base.WriteWarning(DisplayText.Message(text));

    /// <summary>Writes only the first warning of a kind.</summary>
    internal void WarnOnce(string text, string kind)
    {
        if (_warned.Add(kind))
        {
            WriteWarning(text);
        }
    }

    internal new void WriteError(ErrorRecord error)
    {
        ErrorCount++;
        if (_isEnding && StopsAtError)
        {
            // The first error is thrown when everything that was started has ended.
            WriteWarning($"{error}");
            return;
        }

        if (StopsAtError)
        {
            _ = TryEndStarted();
        }

        base.WriteError(error);
    }

    /// <summary>Waits for the end of everything that was started. Returns false if the cmdlet is already waiting for that.</summary>
    private protected bool TryEndStarted()
    {
        if (_isEnding)
        {
            return false;
        }

        _isEnding = true;
        try
        {
            EndStarted();
        }
        finally
        {
            _isEnding = false;
        }

        return true;
    }

    internal new bool ShouldProcess(string target, string action) =>
        base.ShouldProcess(DisplayText.Message(target), DisplayText.Message(action));

    /// <summary>Writes the service's response to the debug stream. The client has removed secrets from it.</summary>
    internal void WriteRawResponse(NemoException exception)
    {
        if (exception.RawResponse is { Length: > 0 } response)
        {
            WriteDebug($"The service's response: {response}");
        }
    }

    /// <summary>Writes a line to the console, as Write-Host does.</summary>
    internal void WriteHostLine(string text) =>
        WriteInformation(new HostInformationMessage { Message = DisplayText.Message(text) }, ["PSHOST"]);

    /// <summary>Writes a warning if the user stopped the command, as with Ctrl+C. A stopping pipeline accepts no writes, but its host does.</summary>
    internal void WarnIfStopped(string text)
    {
        if (_isStopped)
        {
            Host.UI.WriteWarningLine(DisplayText.Message(text));
        }
    }

    /// <summary>Called before an error that ends the command. Everything that was started can end first.</summary>
    private protected virtual void EndStarted()
    {
    }

    /// <summary>The warning that the pipeline was empty, as after a wildcard that matches no file.</summary>
    private protected static string NoInput(string outcome) =>
        $"The pipeline contained no usable input, so no {outcome}. Check the command before this one, such as its path or filter.";

    private protected static TimeSpan? Seconds(double? seconds) => seconds is { } value ? TimeSpan.FromSeconds(value) : null;

    internal void ThrowIf(bool condition, Func<ErrorRecord> createError)
    {
        if (condition)
        {
            ThrowTerminatingError(createError());
        }
    }

    /// <summary>Runs an action. Its failure is a terminating error.</summary>
    internal T RunOrThrow<T>(object? target, Func<T> action)
    {
        try
        {
            return action();
        }
        catch (NemoException exception)
        {
            WriteRawResponse(exception);
            ThrowTerminatingError(ErrorRecords.From(exception, target));
            throw;
        }
    }

    /// <summary>Waits for a call of the client on the pipeline thread, and shows its progress.</summary>
    internal T Wait<T>(Func<CancellationToken, Task<T>> call, IProgressDisplay? progress = null)
    {
        var task = Begin(call);
        WaitForAny([task], progress);
        try
        {
            return task.GetAwaiter().GetResult();
        }
        catch (OperationCanceledException) when (StopToken.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
        finally
        {
            WriteLog();
        }
    }

    internal void Wait(Func<CancellationToken, Task> call, IProgressDisplay? progress = null) =>
        Wait(async token => { await call(token).ConfigureAwait(false); return true; }, progress);

    /// <summary>Starts a call without waiting for it.</summary>
    internal Task<T> Begin<T>(Func<CancellationToken, Task<T>> call)
    {
        _log.Listen();
        var task = call(StopToken);
        _running.RemoveWhere(static one => one.IsCompleted);
        _running.Add(task);
        return task;
    }

    /// <summary>Before what has arrived is written: throws if the user stopped the command, and writes what the client logged.</summary>
    internal void CheckStop()
    {
        if (_isStopped)
        {
            EndRunning();
            throw new PipelineStoppedException();
        }

        WriteLog();
    }

    /// <summary>Waits until a task is completed. Doesn't throw its exception, but a stop, even if the stop itself ended the task.</summary>
    internal void WaitForAny(Task[] tasks, IProgressDisplay? progress)
    {
        using var retryProgress = new ProgressLine(this, "Waiting", () => (_log.Retry?.Status, -1));
        for (var isCompleted = false; !isCompleted;)
        {
            isCompleted = Task.WaitAny(tasks, WaitInterval) >= 0;
            if (isCompleted ? _isStopped : StopToken.IsCancellationRequested)
            {
                EndRunning();
                throw new PipelineStoppedException();
            }

            progress?.Show();
            if (!isCompleted)
            {
                retryProgress.Show();
            }

            WriteLog();
        }
    }

    /// <summary>Runs an action. If it throws (a stop, Select-Object -First, a terminating error), all started calls are canceled.</summary>
    internal void RunOrCancel(Action action, IDisposable? progress = null)
    {
        try
        {
            action();
        }
        catch
        {
            EndRunning();
            progress?.Dispose();
            throw;
        }
    }

    /// <summary>Whether an exception is a bug. PowerShell's own exceptions, and all exceptions after a stop, must be rethrown.</summary>
    internal bool IsUnexpected(Exception exception) =>
        exception is not (RuntimeException or FlowControlException) && !StopToken.IsCancellationRequested;

    /// <summary>Cancels all started calls. It waits up to two seconds for them to delete their partial files.</summary>
    internal void EndRunning()
    {
        _stop.Cancel();
        Task.WhenAll(_running).ContinueWith(static _ => { }, TaskScheduler.Default).Wait(StopTimeout);
        _running.Clear();
    }

    /// <summary>Writes the client's traces and warnings since the last call.</summary>
    private void WriteLog()
    {
        while (_log.TryTakeLine(out var line))
        {
            WriteVerbose(line);
        }

        while (_log.TryTakeWarning(out var warning))
        {
            WriteWarning(warning);
        }
    }
}
