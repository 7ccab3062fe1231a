using NemoVideo.PowerShell.Output;
using NemoVideo.PowerShell.Progress;

namespace NemoVideo.PowerShell.Cmdlets;

/// <summary>
/// Sends messages for a cmdlet and writes the events as they arrive. The messages of different sessions can run at the same time, and
/// those of one session run one after the other, in the order in which they were begun.
/// </summary>
/// <remarks>The function runs the next step of an edit, and handles its failure.</remarks>
internal sealed class EditRunner(NemoCommand command, EditOptions options, Action<object?, Action> finish) : IProgressDisplay, IDisposable
{
    /// <summary>More lines would fill the screen.</summary>
    private const int MaxLines = 5;

    private readonly List<RunningEdit> _running = [];
    private readonly List<EditMessage> _waiting = [];
    private StillWorkingTimer? _notice;
    private bool _isEnding;

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
        while (_running.Count > count)
        {
            command.WaitForAny([.. _running.Select(static edit => edit.Next)], this);
            WriteReceived();
        }
    }

    /// <summary>Writes the events that have arrived, without waiting for more, and sends the messages that waited for another one.</summary>
    public void WriteReceived()
    {
        foreach (var edit in _running.FindAll(static edit => edit.Next.IsCompleted))
        {
            // An error can have ended all others first.
            if (_running.Contains(edit))
            {
                Receive(edit);
            }
        }

        if (!_isEnding)
        {
            StartWaiting();
        }
    }

    /// <summary>Waits for the end of the running edits, except the one whose event is being written. No waiting message is sent.</summary>
    public void EndOthers()
    {
        var isNested = _isEnding;
        _isEnding = true;
        WaitUntilRunning(0);
        _isEnding = isNested;
    }

    /// <inheritdoc/>
    public void Show()
    {
        foreach (var edit in _running.Take(MaxLines))
        {
            edit.Show();
        }

        if (_running.Exists(static edit => edit.IsStreaming) && _notice!.IsDue())
        {
            command.WriteHostLine("\u23F3 Still working...");
        }
    }

    /// <summary>Ends all requests.</summary>
    public void Dispose()
    {
        _running.ForEach(static edit => edit.Dispose());
        _running.Clear();
    }

    private bool IsBusy(EditMessage message) => _running.Exists(edit => edit.Message.SessionId == message.SessionId);

    private RunningEdit Start(EditMessage message)
    {
        if (_running.Count == 0)
        {
            _notice = new StillWorkingTimer(command.ResolveClient().Limits.StillWorkingInterval, TimeProvider.System);
        }

        var edit = new RunningEdit(command, message, options);
        _running.Add(edit);
        return edit;
    }

    /// <summary>Writes the next event of an edit. In the meantime, the edit isn't one of the running ones, so that they can end first.</summary>
    private void Receive(RunningEdit edit)
    {
        AgentEvent? received = null;
        var index = _running.IndexOf(edit);
        _running.RemoveAt(index);
        try
        {
            finish(edit.Message.Target, () => received = edit.Receive());
        }
        finally
        {
            if (received is null)
            {
                edit.Dispose();
            }
        }

        if (received is not null)
        {
            _notice!.Observe(received);
            _running.Insert(Math.Min(index, _running.Count), edit);
        }
    }

    private void StartWaiting()
    {
        while (_waiting.Find(message => !IsBusy(message)) is { } next)
        {
            _waiting.Remove(next);
            command.ProcessInput(next.Target, () => Start(next), isComplete: false);
        }
    }
}
