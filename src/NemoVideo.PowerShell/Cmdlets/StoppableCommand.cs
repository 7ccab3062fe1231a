using System.ComponentModel;
using System.Management.Automation;
using System.Net;
using NemoVideo.Client;
using NemoVideo.Client.Errors;
using NemoVideo.Client.Transport;
using NemoVideo.PowerShell.Connections;
using NemoVideo.PowerShell.Errors;
using NemoVideo.PowerShell.Formatting;
using NemoVideo.PowerShell.Output;
using NemoVideo.PowerShell.Progress;

namespace NemoVideo.PowerShell.Cmdlets;

/// <summary>
/// The base of every cmdlet that waits for the service. It owns the stop token and waits for the client on the pipeline
/// thread; only that thread writes. A subclass calls <see cref="Wait{T}"/> and writes what it gets.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class StoppableCommand : PSCmdlet, IDisposable
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan EndOfCalls = TimeSpan.FromSeconds(2);

    // Never disposed: a stop may come on its own thread at any time, and without a timer there is nothing to free.
    private readonly CancellationTokenSource _stop = new();
    private readonly RequestLog _log = new();
    private readonly HashSet<Task> _running = [];

    internal CancellationToken StopToken => _stop.Token;

    /// <summary>Ends a pending request. Safe to call more than once.</summary>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>
    /// Frees what a subclass holds. An exception upstream leads here and nowhere else: what is under way ends here.
    /// </summary>
    /// <param name="disposing">True where called by <see cref="Dispose()"/>.</param>
    protected virtual void Dispose(bool disposing) => EndRunning();

    /// <summary>Ends the pending request at once. Runs on another thread: it only cancels.</summary>
    protected override void StopProcessing() => _stop.Cancel();

    // Hidden, so that no subclass can show a file's name or an address as it is.
    internal new void WriteVerbose(string text) => base.WriteVerbose(DisplayText.Message(text));

    internal new void WriteDebug(string text) => base.WriteDebug(DisplayText.Message(text));

    internal new void WriteWarning(string text) => base.WriteWarning(DisplayText.Message(text));

    internal new bool ShouldProcess(string target, string action) => base.ShouldProcess(DisplayText.Message(target), DisplayText.Message(action));

    /// <summary>Waits for a call of the client on the pipeline thread and keeps the progress line moving.</summary>
    internal T Wait<T>(Func<CancellationToken, Task<T>> call, IProgressDisplay? progress = null)
    {
        var task = Begin(call);
        try
        {
            WaitForAny([task], progress);
            return task.GetAwaiter().GetResult();
        }
        catch (OperationCanceledException) when (StopToken.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
        finally
        {
            WriteTraces();
        }
    }

    /// <inheritdoc cref="Wait{T}"/>
    internal void Wait(Func<CancellationToken, Task> call, IProgressDisplay? progress = null) =>
        Wait<object?>(
            async token =>
            {
                await call(token).ConfigureAwait(false);
                return null;
            },
            progress);

    /// <summary>Starts a call that goes on while the pipeline thread does something else.</summary>
    internal Task<T> Begin<T>(Func<CancellationToken, Task<T>> call)
    {
        _log.Listen();
        var task = call(StopToken);
        _running.RemoveWhere(static one => one.IsCompleted);
        _running.Add(task);
        return task;
    }

    /// <summary>Waits until one of several calls is finished; failures stay in their tasks.</summary>
    internal void WaitForAny(Task[] tasks, IProgressDisplay? progress)
    {
        using var pause = new RetryProgress(this, _log);
        while (Task.WaitAny(tasks, Tick) < 0)
        {
            progress?.Show();
            pause.Show();
            WriteTraces();
            if (StopToken.IsCancellationRequested)
            {
                EndRunning();
                throw new PipelineStoppedException();
            }
        }

        progress?.Show();
        WriteTraces();
    }

    /// <summary>
    /// Pulls an async sequence on the pipeline thread. Leaving the loop in any way, a throw out of WriteObject included
    /// (that is how Select-Object -First ends a pipeline), ends the request.
    /// </summary>
    internal IEnumerable<T> Pull<T>(IAsyncEnumerable<T> source, IProgressDisplay? progress)
    {
        var items = source.GetAsyncEnumerator(StopToken);
        try
        {
            while (Wait(_ => items.MoveNextAsync().AsTask(), progress))
            {
                yield return items.Current;
            }
        }
        finally
        {
            items.DisposeAsync().AsTask().GetAwaiter().GetResult();
        }
    }

    /// <summary>Makes a connection and makes it the default one of the runspace; an error that terminates where it cannot.</summary>
    internal NemoConnection Connect(NemoClientOptions options)
    {
        WriteHostLine("Setting things up...");
        try
        {
            var client = Wait(token => NemoClient.ConnectAsync(options, token));
            try
            {
                CheckToken(client);
            }
            catch
            {
                client.Dispose();
                throw;
            }

            WriteHostLine("Connected and ready.");
            return RunspaceConnection.Current.Connect(client);
        }
        catch (NemoException exception)
        {
            WriteRawResponse(exception);
            ThrowTerminatingError(ErrorRecords.From(exception, options.ApiUrl));
            throw;
        }
    }

    /// <summary>
    /// Whether an exception is a bug in one call. PowerShell's own exceptions, also of what runs further down the pipeline, and
    /// everything after a stop must go on up.
    /// </summary>
    internal bool IsUnexpected(Exception exception) =>
        exception is not (RuntimeException or FlowControlException or OutOfMemoryException) && !StopToken.IsCancellationRequested;

    /// <summary>
    /// Ends all calls that were begun, where nobody waits for them any more; they are given the time to take their half files
    /// with them.
    /// </summary>
    internal void EndRunning()
    {
        _stop.Cancel();
        Task.WhenAll(_running).ContinueWith(static _ => { }, TaskScheduler.Default).Wait(EndOfCalls);
        _running.Clear();
    }

    /// <summary>Writes a line that a person at the console sees, as Write-Host does: it does not go down the pipeline.</summary>
    internal void WriteHostLine(string text) =>
        WriteInformation(new HostInformationMessage { Message = DisplayText.Message(text) }, ["PSHOST"]);

    /// <summary>Shows with -Debug what the service answered; the client has taken secrets out of it.</summary>
    internal void WriteRawResponse(NemoException exception)
    {
        if (exception.RawResponse is { Length: > 0 } answer)
        {
            WriteDebug($"The service answered: {answer}");
        }
    }

    /// <summary>
    /// "Ready" is said only after the service has taken the token. A service that fails in another way may still do its work, but not
    /// where nothing is at its address.
    /// </summary>
    private void CheckToken(NemoClient client)
    {
        try
        {
            Wait(token => client.GetCreditAsync(token));
        }
        catch (NemoException exception) when (
            exception.Kind == NemoErrorKind.ServiceFailure && exception is not { StatusCode: HttpStatusCode.NotFound, ServiceCode: null })
        {
            WriteRawResponse(exception);
        }
    }

    private void WriteTraces()
    {
        // With -Debug alone, PowerShell would ask at each verbose line whether to go on, also after a charged request.
        var bound = MyInvocation.BoundParameters;
        var isDebugOnly = bound.ContainsKey("Debug") && !bound.ContainsKey("Verbose");
        while (_log.TryTake(out var line))
        {
            if (isDebugOnly)
            {
                WriteDebug(line);
            }
            else
            {
                WriteVerbose(line);
            }
        }

        while (_log.TryTakeWarning(out var warning))
        {
            WriteWarning(warning);
        }
    }
}
