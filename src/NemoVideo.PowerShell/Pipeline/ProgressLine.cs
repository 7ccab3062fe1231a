namespace NemoVideo.PowerShell;

/// <summary>Progress that is shown while a command waits.</summary>
internal interface IProgressDisplay
{
    /// <summary>Shows the latest state, at most four times a second.</summary>
    void Show();
}

/// <summary>One progress line. Dispose completes it.</summary>
/// <param name="output">The writer of the command.</param>
/// <param name="activity">What the cmdlet does, such as "Uploading".</param>
/// <param name="read">Reads the latest status, and the percentage; -1 if it is unknown. Without a status, the line is complete.</param>
/// <param name="parent">The line above it; null for none.</param>
internal sealed class ProgressLine(
    PipelineWriter output, string activity, Func<(string? Status, int Percent)> read, ProgressLine? parent = null)
    : IProgressDisplay, IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);
    private static int _lastId = 1000;

    private readonly int _id = Interlocked.Increment(ref _lastId);
    private readonly Stopwatch _sinceShown = new();
    private string _status = "";
    private bool _isSilent;

    /// <summary>A host finds a parent only among the lines of the same source.</summary>
    private long Source => parent?.Source ?? _id;

    public void Show()
    {
        if (_sinceShown.IsRunning && _sinceShown.Elapsed < Interval)
        {
            return;
        }

        if (read() is not ({ } status, var percent))
        {
            Dispose();
            return;
        }

        _isSilent = _sinceShown.IsRunning ? _isSilent : output.Display.IsSilent;
        _status = DisplayText.Message(status);
        _sinceShown.Restart();
        output.Display.Write(Source, CreateRecord(ProgressRecordType.Processing, Math.Min(100, percent)), _isSilent);
    }

    public void Dispose()
    {
        output.Display.Hide(this);
        if (!_sinceShown.IsRunning)
        {
            return;
        }

        _sinceShown.Reset();
        output.Display.Write(Source, CreateRecord(ProgressRecordType.Completed, -1), _isSilent);
    }

    private ProgressRecord CreateRecord(ProgressRecordType type, int percent) => new(_id, activity, _status)
    {
        RecordType = type,
        PercentComplete = percent,
        ParentActivityId = parent?._id ?? -1,
    };
}
