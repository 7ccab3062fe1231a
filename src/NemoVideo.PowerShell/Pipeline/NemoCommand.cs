namespace NemoVideo.PowerShell;

/// <summary>
/// The base of all cmdlets that do work. Its work is one asynchronous method, which reads the inputs and writes with <see cref="Output"/>.
/// </summary>
/// <typeparam name="TInput">A copy of what an input bound.</typeparam>
public abstract class NemoCommand<TInput> : PSCmdlet, IDisposable
    where TInput : class
{
    /// <summary>The time for canceled requests to delete their partial files.</summary>
    private static readonly TimeSpan EndTimeout = TimeSpan.FromSeconds(2);

    private readonly PipelineLoop _loop = new();
    private readonly InputQueue<TInput> _inputs = new();
    private Task? _work;
    private bool _hasStarted;
    private bool _hasEnded;

    private protected NemoCommand()
    {
        Output = new PipelineWriter(this, _loop);
        Output.StopToken.Register(_inputs.Cancel);
    }

    private protected PipelineWriter Output { get; }

    private protected InputFailures Failures => Output.Failures;

    private protected FilePaths Paths => Output.Paths;

    /// <summary>The number of the input, from 1; after the last one, their number.</summary>
    private protected int InputCount { get; private set; }

    private protected static TimeSpan? Seconds(double? seconds) => seconds is { } value ? TimeSpan.FromSeconds(value) : null;

    /// <summary>Cancels pending requests. After an exception upstream, PowerShell calls no other method.</summary>
    public void Dispose()
    {
        End();
        GC.SuppressFinalize(this);
    }

    /// <summary>Checks the command line, before a command upstream can upload or charge.</summary>
    private protected virtual Task CheckParametersAsync() => Task.CompletedTask;

    /// <summary>Copies what the input bound; null for none.</summary>
    private protected abstract TInput? ReadInput();

    /// <summary>Does the work. It begins with the first input, or at the end if there is none.</summary>
    private protected abstract Task RunAsync(IAsyncEnumerable<TInput> inputs, CancellationToken stop);

    /// <inheritdoc/>
    protected sealed override void BeginProcessing() => RunOrEnd(() =>
    {
        _work = _loop.Start(CheckParametersAsync);
        RunUntil(() => _work!.IsCompleted);
        ThrowIfFailed();
    });

    /// <inheritdoc/>
    protected sealed override void ProcessRecord() => RunOrEnd(() =>
    {
        InputCount++;
        var input = ReadInput();
        StartOnce();

        // What arrived while the command upstream was busy can be a reason to accept no more.
        WaitUntilReady();
        if (input is not null && _inputs.IsAsked)
        {
            _inputs.Set(input);
        }

        WaitUntilReady();

        void WaitUntilReady()
        {
            _loop.RunReady(() => Output.Calls.IsEnded, Output.Display.Refresh);
            RunUntil(IsReady);
            ThrowIfFailed();
        }

        bool IsReady() => _work!.IsCompleted || (_inputs.IsAsked && !Output.Running.IsPaused);
    });

    /// <inheritdoc/>
    protected sealed override void EndProcessing() => RunOrEnd(() =>
    {
        StartOnce();
        Output.Skipped.Write(Output);
        Failures.WriteRejected();
        _inputs.Complete();
        RunUntil(() => _work!.IsCompleted);
        ThrowIfFailed();
        Failures.WriteNotProcessed();
        End();
    });

    /// <summary>Cancels pending requests.</summary>
    protected sealed override void StopProcessing() => Output.Calls.Stop();

    private void StartOnce()
    {
        if (!_hasStarted)
        {
            _hasStarted = true;
            _work = _loop.Start(() => RunAsync(_inputs, Output.StopToken));
        }
    }

    private void RunUntil(Func<bool> isDone)
    {
        _loop.RunUntil(() => Output.Calls.IsEnded || isDone(), Output.Display.Refresh);
        Output.Display.Refresh(isIdle: false);
        Output.Calls.ThrowIfEnded();
    }

    private void ThrowIfFailed()
    {
        if (_work is { IsCompleted: true } ended)
        {
            ended.GetAwaiter().GetResult();
        }
    }

    private void RunOrEnd(Action action)
    {
        try
        {
            action();
        }
        catch (CommandException failure)
        {
            End();
            ThrowTerminatingError(failure.Error);
        }
        catch
        {
            End();
            throw;
        }
    }

    /// <summary>Cancels the work, and waits for its end.</summary>
    private void End()
    {
        if (_hasEnded)
        {
            return;
        }

        _hasEnded = true;
        Output.Display.End();
        Output.Calls.Dispose();
        var elapsed = Stopwatch.StartNew();
        _loop.RunUntil(() => _work is null or { IsCompleted: true } || elapsed.Elapsed > EndTimeout, static _ => { });
    }
}
