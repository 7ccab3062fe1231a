using NemoVideo.PowerShell.Binding;
using NemoVideo.PowerShell.Errors;
using NemoVideo.PowerShell.Output;

namespace NemoVideo.PowerShell.Cmdlets;

/// <summary>
/// Processes the inputs of a command. A failure is the error of its input. Inputs with the same mistake, such as a forgotten message, and
/// inputs that all others would follow, such as after a rejected token, have one error together.
/// </summary>
internal sealed class Inputs(NemoCommand command)
{
    private readonly List<ErrorRecord> _same = [];
    private readonly List<object?> _remaining = [];
    private NemoException? _fatalError;
    private bool _isMixed;
    private bool _hasSucceeded;

    /// <summary>Whether all other inputs would fail with the same error.</summary>
    public static bool AreAllAffected(NemoErrorKind kind) => kind
        is NemoErrorKind.Authentication or NemoErrorKind.ConnectionFailed
        or NemoErrorKind.OutOfCredits or NemoErrorKind.ExportBlocked;

    /// <summary>Reports an input that can't be used. If all inputs have the same mistake, they have one error, at the end.</summary>
    public void Reject(ErrorRecord error)
    {
        if (_isMixed || command.StopsAtError || !ErrorRecords.IsSameMistake(_same.FirstOrDefault() ?? error, error))
        {
            Accept();
            command.WriteError(error);
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
        _same.ForEach(command.WriteError);
        _same.Clear();
    }

    /// <summary>
    /// Processes one input. A failure is a non-terminating error. If all other inputs would fail too, it is a terminating error before
    /// the first success; after that, all other inputs are one error at the end without a request, because downstream cmdlets must
    /// finish. An input that isn't complete then is completed with <see cref="Finish"/>.
    /// </summary>
    public void Process(object? target, Action action, bool isComplete = true)
    {
        Accept();
        if (!IsSkipped(target))
        {
            Finish(target, action, isComplete);
        }
    }

    /// <summary>Whether a failure of another input ended all of them. If so, this input is listed at the end.</summary>
    public bool IsSkipped(object? target)
    {
        if (_fatalError is not null)
        {
            _remaining.Add(target);
        }

        return _fatalError is not null;
    }

    /// <summary>
    /// Completes an input that <see cref="Process"/> started, even after a fatal error of another input. If the target is only a part
    /// of an input (whole), that input is listed at the end, and no error is terminating.
    /// </summary>
    public void Finish(object? target, Action action, bool isComplete = true, bool endsOthers = true, object? whole = null)
    {
        try
        {
            action();
            _hasSucceeded |= isComplete;
        }
        catch (NemoException exception)
        {
            command.WriteRawResponse(exception);
            if (!endsOthers || !AreAllAffected(exception.Kind))
            {
                command.WriteError(RecordOf(exception, target));
            }
            else
            {
                // Another input can fail in the same way meanwhile. It is then listed after this one.
                var isTerminating = _fatalError is null && whole is null;
                End(exception);
                _remaining.Add(whole ?? target);
                if (command.TryFinishStarted() && isTerminating && !_hasSucceeded)
                {
                    command.ThrowTerminatingError(NotProcessed());
                }
            }
        }
        catch (Exception exception)
            when (exception is not (RuntimeException or FlowControlException) && !command.Calls.StopToken.IsCancellationRequested)
        {
            command.WriteError(ErrorRecords.Unexpected(exception, target));
        }
    }

    /// <summary>Processes no more inputs after a failure that all of them would have. One error at the end lists them.</summary>
    public void End(NemoException exception) => _fatalError ??= exception;

    /// <summary>Writes the error of all inputs, if they have the same mistake.</summary>
    public void WriteRejected()
    {
        if (_same.Count > 1)
        {
            var all = ErrorRecords.SameMistake(_same);
            _same.Clear();
            command.WriteError(all);
        }

        Accept();
    }

    /// <summary>Writes the error of the inputs that were not processed.</summary>
    public void WriteNotProcessed()
    {
        if (_remaining.Count > 0)
        {
            command.WriteError(NotProcessed());
        }
    }

    private ErrorRecord NotProcessed() => _remaining.Count == 1 ? RecordOf(_fatalError!, _remaining[0])
        : WithLaterAction(ErrorRecords.NotProcessed(_fatalError!, _remaining, NameOf, "inputs were not processed"), _fatalError!);

    private ErrorRecord RecordOf(NemoException exception, object? target)
    {
        exception.SourcePath ??= SourcePathOf(target);
        var name = target is string text ? command.Sessions.Describe(text) : null;
        return WithLaterAction(ErrorRecords.From(exception, target, name), exception);
    }

    private ErrorRecord WithLaterAction(ErrorRecord record, NemoException exception)
    {
        if (command.FindLaterAction(exception.Kind) is { } later)
        {
            record.ErrorDetails.RecommendedAction += " " + later;
        }

        return record;
    }

    /// <summary>The local file that an input, or an export of the connection by its ID, comes from; null if it is unknown.</summary>
    private string? SourcePathOf(object? target) =>
        PipedObject.SourcePathOf(target) ?? (target is string id ? command.KnownConnection?.FindExport(id)?.SourcePath : null);

    private string NameOf(object? target) => SourcePathOf(target) ?? PipedObject.Unwrap(target) switch
    {
        string text => command.Sessions.Describe(text),
        NemoUpload upload => upload.Path ?? upload.Name,
        Uri address => DisplayText.Address(address),
        var other => PipedObject.SessionIdOf(other) is { } id ? command.Sessions.Describe(id) : $"{other}",
    };
}
