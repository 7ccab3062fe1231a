using System.Runtime.ExceptionServices;

namespace NemoVideo.PowerShell;

/// <summary>
/// Calls PowerShell for the work of a command. What it throws inside a call, such as a stop or Select-Object -First, ends the command, even
/// if the work catches it.
/// </summary>
internal sealed class PipelineCalls(PipelineLoop loop) : IDisposable
{
    // Never disposed, because StopProcessing can come at any time.
    private readonly CancellationTokenSource _stop = new();
    private ExceptionDispatchInfo? _thrown;
    private volatile bool _isStopped;
    private bool _isClosed;

    /// <summary>Canceled if the command ends before its work is done.</summary>
    public CancellationToken StopToken => _stop.Token;

    /// <summary>Whether the user stopped the command, as with Ctrl+C.</summary>
    public bool IsStopped => _isStopped;

    /// <summary>Whether PowerShell can't be called any more.</summary>
    public bool IsEnded => _isClosed || _isStopped || _thrown is not null;

    public T Run<T>(Func<T> call, bool isQuestion)
    {
        T result = default!;
        Run(() => { result = call(); }, isQuestion);
        return result;
    }

    public void Run(Action call, bool isQuestion = false)
    {
        if (IsEnded)
        {
            throw new PipelineStoppedException();
        }

        try
        {
            loop.Leave(call);
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

    /// <summary>Calls a part of PowerShell that works even after the end, such as its host.</summary>
    public void RunAlways(Action call) => loop.Leave(call);

    /// <summary>Runs work on the pipeline thread. Callbacks of the client run on other threads.</summary>
    public Task InvokeAsync(Func<Task> work) => loop.InvokeAsync(work);

    /// <summary>Cancels what is running.</summary>
    public void Cancel() => _stop.Cancel();

    /// <summary>Cancels the work, because the user stopped the command. It can run on another thread, so it doesn't wait.</summary>
    public void Stop()
    {
        _isStopped = true;
        _stop.Cancel();
        loop.Wake();
    }

    /// <summary>Cancels the work. PowerShell can't be called any more.</summary>
    public void Dispose()
    {
        _isClosed = true;
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
}
