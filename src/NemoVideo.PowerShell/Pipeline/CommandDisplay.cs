namespace NemoVideo.PowerShell;

/// <summary>What a command shows while it waits: progress, and what the client logs.</summary>
internal sealed class CommandDisplay(PSCmdlet cmdlet, PipelineWriter output)
{
    // After each event, it would take longer than the event.
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);

    private readonly List<IProgressDisplay> _shown = [];
    private readonly Stopwatch _sinceShown = Stopwatch.StartNew();
    private ProgressLine? _retry;

    /// <summary>What the calls of the command report.</summary>
    public RequestLog Log { get; } = new();

    /// <summary>What the connection that the command uses, or makes, reports outside of a command's calls.</summary>
    public RequestLog ConnectionLog { get; set; } = new();

    /// <summary>Whether the user doesn't want to see progress.</summary>
    public bool IsSilent => output.ActionFor("Progress") is ActionPreference.SilentlyContinue or ActionPreference.Ignore;

    /// <summary>Shows progress while the command waits, until it is hidden.</summary>
    public T Show<T>(T progress)
        where T : IProgressDisplay
    {
        _shown.Add(progress);
        return progress;
    }

    public void Hide(IProgressDisplay progress) => _shown.Remove(progress);

    /// <summary>Writes what the client logged, and shows the progress.</summary>
    /// <param name="isIdle">Whether the command waits, perhaps for a retry.</param>
    public void Refresh(bool isIdle)
    {
        if (output.Calls.IsEnded)
        {
            return;
        }

        WriteLog();
        if (!isIdle && _sinceShown.Elapsed < Interval)
        {
            return;
        }

        _sinceShown.Restart();
        foreach (var progress in _shown.ToList())
        {
            progress.Show();
        }

        _retry ??= new ProgressLine(output, "Waiting", () => ((Log.Retry ?? ConnectionLog.Retry)?.Status, -1));
        if (isIdle)
        {
            _retry.Show();
        }
        else
        {
            _retry.Dispose();
        }
    }

    /// <summary>Writes what the client logged.</summary>
    public void WriteLog()
    {
        Write(ConnectionLog);
        Write(Log);
    }

    private void Write(RequestLog log)
    {
        while (log.TryTakeLine(out var line))
        {
            output.Verbose(line);
        }

        while (log.TryTakeWarning(out var warning))
        {
            output.Warn(warning);
        }
    }

    /// <summary>Writes progress, even if the pipeline is stopping: its host accepts what it doesn't.</summary>
    public void Write(long source, ProgressRecord record, bool isSilent)
    {
        try
        {
            output.Calls.RunAlways(() => cmdlet.CommandRuntime.WriteProgress(source, record));
        }
        catch (Exception exception) when (exception is PipelineStoppedException or InvalidOperationException)
        {
            // The host doesn't check the progress preference.
            if (!isSilent)
            {
                output.Calls.RunAlways(() => cmdlet.Host.UI.WriteProgress(source, record));
            }
        }
    }

    /// <summary>Completes the progress of a wait.</summary>
    public void End() => _retry?.Dispose();
}
