namespace NemoVideo.PowerShell;

/// <summary>
/// The failures of inputs. Each is the error of its input. Inputs with the same mistake, such as a forgotten message, and inputs that a
/// failure would have affected too, such as a rejected token, have one error together.
/// </summary>
internal sealed class InputFailures(PipelineWriter output)
{
    private readonly List<ErrorRecord> _same = [];
    private readonly List<object?> _remaining = [];
    private bool _isMixed;

    /// <summary>The failure that all others would have, so that none is processed any more; null for none.</summary>
    public NemoException? Fatal { get; private set; }

    /// <summary>Whether something was written, so that the commands downstream must finish: no failure is a terminating error.</summary>
    public bool HasSucceeded { get; set; }

    /// <summary>Describes a session or an export by its ID.</summary>
    public Func<string, string> Describe { get; set; } = static id => id;

    /// <summary>The local file that an export comes from, by its ID; null if it is unknown.</summary>
    public Func<string, string?> FindSourcePath { get; set; } = static _ => null;

    /// <summary>What to do after the cause of a failure is removed, if the same pipeline shouldn't be run again; null if it can.</summary>
    public Func<NemoErrorKind, string?> FindLaterAction { get; set; } = static _ => null;

    /// <summary>What the inputs that were not processed are.</summary>
    public string NotProcessedText { get; set; } = "inputs were not processed";

    /// <summary>Whether all other inputs would fail with the same error.</summary>
    public static bool AreAllAffected(NemoErrorKind kind) => kind is NemoErrorKind.Authentication or NemoErrorKind.ConnectionFailed
        or NemoErrorKind.OutOfCredits or NemoErrorKind.ExportBlocked;

    /// <summary>Reports an input that can't be used. If all inputs have the same mistake, they have one error, at the end.</summary>
    public void Reject(ErrorRecord error)
    {
        if (_isMixed || output.StopsAtError || !ErrorRecords.IsSameMistake(_same.FirstOrDefault() ?? error, error))
        {
            Accept();
            output.WriteError(error);
        }
        else
        {
            _same.Add(error);
        }
    }

    /// <summary>An input doesn't have the mistake of the inputs before it, which have an error each.</summary>
    public void Accept()
    {
        _isMixed = true;
        _same.ForEach(output.WriteError);
        _same.Clear();
    }

    /// <summary>Whether a failure of another input ended all of them. If so, this input is listed at the end.</summary>
    public bool IsSkipped(object? target)
    {
        if (Fatal is not null)
        {
            _remaining.Add(target);
        }

        return Fatal is not null;
    }

    /// <summary>
    /// Processes one input. A failure is a non-terminating error. One that all others would have is a terminating error before the first
    /// success. After that, one error at the end lists the inputs that are left, and sends no request.
    /// </summary>
    /// <param name="target">The input.</param>
    /// <param name="action">The work.</param>
    /// <param name="isComplete">Whether the end of the work is the success of the input. Otherwise, more work follows.</param>
    /// <param name="isCharged">Whether the work can be charged, so that an error waits for its result.</param>
    /// <param name="whole">If the target is only a part of an input, the input. No error is then terminating.</param>
    /// <returns>Whether the work was done.</returns>
    public async Task<bool> ProcessAsync(
        object? target, Func<Task> action, bool isComplete = true, bool isCharged = false, object? whole = null)
    {
        Accept();
        if (IsSkipped(whole ?? target))
        {
            return false;
        }

        output.Running.Begin(isCharged);
        try
        {
            return await RunAsync(target, action, isComplete, endsOthers: true, whole);
        }
        finally
        {
            output.Running.End(isCharged);
        }
    }

    /// <summary>Processes one input of several that don't affect each other.</summary>
    public Task<bool> ProcessAloneAsync(object? target, Func<Task> action, bool isComplete = true) =>
        RunAsync(target, action, isComplete, endsOthers: false);

    /// <summary>Adds an input to those that a failure affects.</summary>
    public void AddFatal(NemoException exception, object? target)
    {
        End(exception);
        _remaining.Add(target);
    }

    /// <summary>Processes no more inputs after a failure that all of them would have. One error at the end lists them.</summary>
    public void End(NemoException exception) => Fatal ??= exception;

    /// <summary>Writes the error of all inputs, if they have the same mistake.</summary>
    public void WriteRejected()
    {
        if (_same.Count > 1)
        {
            var all = ErrorRecords.SameMistake(_same);
            _same.Clear();
            output.WriteError(all);
        }

        Accept();
    }

    /// <summary>Writes the error of the inputs that were not processed.</summary>
    public void WriteNotProcessed()
    {
        if (_remaining.Count > 0)
        {
            var error = NotProcessed();
            _remaining.Clear();
            output.WriteError(error);
        }
    }

    private async Task<bool> RunAsync(object? target, Func<Task> action, bool isComplete, bool endsOthers, object? whole = null)
    {
        try
        {
            await action();
            HasSucceeded |= isComplete;
            return true;
        }
        catch (NemoException exception)
        {
            output.DebugResponse(exception);
            if (!endsOthers || !AreAllAffected(exception.Kind))
            {
                output.WriteError(RecordOf(exception, target));
                return false;
            }

            AddFatal(exception, whole ?? target);
            if (whole is null)
            {
                // Those that are running can succeed.
                output.Running.WhenIdle(() => CommandException.ThrowIf(!HasSucceeded, NotProcessed));
            }

            return false;
        }
        catch (Exception exception)
            when (!output.StopToken.IsCancellationRequested
                && exception is not (RuntimeException or FlowControlException or CommandException))
        {
            output.WriteError(ErrorRecords.Unexpected(exception, target));
            return false;
        }
    }

    private ErrorRecord NotProcessed() => _remaining.Count == 1 ? RecordOf(Fatal!, _remaining[0])
        : WithLaterAction(ErrorRecords.NotProcessed(Fatal!, _remaining, NameOf, NotProcessedText), Fatal!);

    private ErrorRecord RecordOf(NemoException exception, object? target)
    {
        exception.SourcePath ??= SourcePathOf(target);
        return WithLaterAction(ErrorRecords.From(exception, target, target is string text ? Describe(text) : null), exception);
    }

    private ErrorRecord WithLaterAction(ErrorRecord record, NemoException exception)
    {
        if (FindLaterAction(exception.Kind) is { } later)
        {
            record.ErrorDetails.RecommendedAction += " " + later;
        }

        return record;
    }

    /// <summary>The local file that an input, or an export by its ID, comes from; null if it is unknown.</summary>
    private string? SourcePathOf(object? target) =>
        PipedObject.SourcePathOf(target) ?? (target is string id ? FindSourcePath(id) : null);

    private string NameOf(object? target) => SourcePathOf(target) ?? PipedObject.Unwrap(target) switch
    {
        string text => Describe(text),
        Uri address => DisplayText.Address(address),
        var other => PipedObject.UploadPathOf(other) ?? (PipedObject.SessionIdOf(other) is { } id ? Describe(id) : $"{other}"),
    };
}
