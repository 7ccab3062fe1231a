using System.Runtime.CompilerServices;
using NemoVideo.PowerShell.Output;
using NemoVideo.PowerShell.Progress;

namespace NemoVideo.PowerShell.Cmdlets;

/// <summary>
/// Sends messages for a cmdlet and writes the events as they arrive. The messages of different sessions can run at the same time, and
/// those of one session run one after the other, in the order in which they were begun.
/// </summary>
internal sealed class EditRunner : IProgressDisplay, IDisposable
{
    /// <summary>More lines would fill the screen.</summary>
    private const int MaxLines = 5;

    private readonly NemoCommand _command;
    private readonly EditOptions _options;
    private readonly Pump<RunningEdit> _pump;
    private readonly List<EditMessage> _waiting = [];
    private StillWorkingTimer? _notice;
    private bool _isEnding;

    /// <param name="command">The cmdlet.</param>
    /// <param name="options">The options of each edit.</param>
    /// <param name="finish">Runs the next step of an edit, and handles its failure.</param>
    public EditRunner(NemoCommand command, EditOptions options, Action<object?, Action> finish)
    {
        (_command, _options) = (command, options);
        _pump = new Pump<RunningEdit>(
            command, (edit, step) => finish(edit.Message.Target, step), this, static edit => edit.Dispose());
    }

    /// <summary>Sends one message and waits for its end. Returns its result, or null if the stream ended without a result.</summary>
    public NemoEditResult? Run(EditMessage message)
    {
        using (this)
        {
            var edit = Start(message);
            WaitUntilRunning(0);
            return edit.Result;
        }
    }

    /// <summary>Sends a message. If an earlier message to the same session is running, it is sent after that one.</summary>
    public void Begin(EditMessage message)
    {
        if (IsBusy(message))
        {
            _waiting.Add(message);
        }
        else
        {
            Start(message);
        }
    }

    /// <summary>Writes events until at most this number of edits is running.</summary>
    public void WaitUntilRunning(int count)
    {
        WriteReceived();
        while (_pump.Count > count)
        {
            _pump.RunNext();
            StartWaiting();
        }
    }

    /// <summary>Writes the events that have arrived, without waiting for more, and sends the messages that waited for another one.</summary>
    public void WriteReceived()
    {
        _pump.RunArrived();
        StartWaiting();
    }

    /// <summary>Waits for the end of the running edits, except the one whose event is being written. No waiting message is sent.</summary>
    public void FinishStarted()
    {
        var isNested = _isEnding;
        _isEnding = true;
        WaitUntilRunning(0);
        _isEnding = isNested;
    }

    /// <inheritdoc/>
    public void Show()
    {
        foreach (var edit in _pump.Running.Take(MaxLines))
        {
            edit.Show();
        }

        if (_pump.Running.Any(static edit => edit.IsStreaming) && _notice!.IsDue())
        {
            _command.WriteHostLine("\u23F3 Still working...");
        }
    }

    /// <summary>Completes the progress of the requests that have not ended.</summary>
    public void Dispose()
    {
        foreach (var edit in _pump.Abandon())
        {
            edit.Dispose();
        }
    }

    private bool IsBusy(EditMessage message) => _pump.Running.Any(edit => edit.Message.SessionId == message.SessionId);

    private RunningEdit Start(EditMessage message)
    {
        if (_pump.Count == 0)
        {
            _notice = new StillWorkingTimer(_command.ResolveClient().Limits.StillWorkingInterval);
        }

        var edit = new RunningEdit(_command, message, _options);
        _pump.Start(edit, EventsOf(edit));
        return edit;
    }

    private async IAsyncEnumerable<Action> EventsOf(RunningEdit edit, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (var received in edit.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            yield return () =>
            {
                edit.Write(received);
                _notice!.Observe(received);
            };
        }
    }

    private void StartWaiting()
    {
        while (!_isEnding && _waiting.Find(message => !IsBusy(message)) is { } next)
        {
            _waiting.Remove(next);
            _command.Inputs.Process(next.Target, () => Start(next), isComplete: false);
        }
    }
}
