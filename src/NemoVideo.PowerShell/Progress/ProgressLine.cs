using System.Diagnostics;

namespace NemoVideo.PowerShell.Progress;

/// <summary>Progress that is shown while the pipeline thread waits.</summary>
internal interface IProgressDisplay
{
    /// <summary>Shows the latest state, at most four times a second. Only the pipeline thread may call it.</summary>
    void Show();
}

/// <summary>One progress line. Any thread reports progress, and the pipeline thread shows it. Dispose completes the line.</summary>
internal sealed class ProgressLine : IProgressDisplay, IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);
    private static int _lastId = 1000;

    private readonly PSCmdlet _cmdlet;
    private readonly Action<ProgressLine>? _refresh;
    private readonly string _activity;
    private readonly int _parentId;
    private readonly int _id = Interlocked.Increment(ref _lastId);
    private readonly long _source;
    private readonly bool _isSilent;
    private readonly Stopwatch _sinceShown = new();
    private volatile string _status;
    private volatile int _percent = -1;
    private bool _isShown;

    /// <param name="cmdlet">The cmdlet that shows the line.</param>
    /// <param name="activity">The activity of the cmdlet.</param>
    /// <param name="status">The first status.</param>
    /// <param name="refresh">Called before the line is shown, to report the latest progress.</param>
    /// <param name="parent">The line above; null for a top-level line.</param>
    public ProgressLine(PSCmdlet cmdlet, string activity, string status, Action<ProgressLine>? refresh = null, ProgressLine? parent = null)
    {
        // A host finds a parent only among the lines of the same source.
        _parentId = parent?._id ?? -1;
        _source = parent?._source ?? _id;
        _isSilent = IsSilent(cmdlet);
        _refresh = refresh;
        _cmdlet = cmdlet;
        _activity = activity;
        _status = DisplayText.Message(status);
    }

    /// <summary>Thread-safe. The status must not be empty; a percentage of -1 is unknown.</summary>
    public void Report(string status, int percent = -1)
    {
        _status = DisplayText.Message(status);
        _percent = Math.Max(-1, Math.Min(100, percent));
    }

    public void Show()
    {
        if (_isShown && _sinceShown.Elapsed < Interval)
        {
            return;
        }

        _refresh?.Invoke(this);
        _isShown = true;
        _sinceShown.Restart();
        var record = new ProgressRecord(_id, _activity, _status) { PercentComplete = _percent, ParentActivityId = _parentId };
        _cmdlet.CommandRuntime.WriteProgress(_source, record);
    }

    public void Dispose()
    {
        if (!_isShown)
        {
            return;
        }

        _isShown = false;
        var completed = new ProgressRecord(_id, _activity, _status) { RecordType = ProgressRecordType.Completed, ParentActivityId = _parentId };
        try
        {
            _cmdlet.CommandRuntime.WriteProgress(_source, completed);
        }
        catch (PipelineStoppedException)
        {
            // A stopping pipeline accepts no writes, but its host does. The host doesn't check the progress preference.
            if (!_isSilent)
            {
                _cmdlet.Host.UI.WriteProgress(_source, completed);
            }
        }
    }

    private static bool IsSilent(PSCmdlet cmdlet)
    {
        var value = cmdlet.MyInvocation.BoundParameters.TryGetValue("ProgressAction", out var action)
            ? action
            : cmdlet.GetVariableValue("ProgressPreference");
        return LanguagePrimitives.TryConvertTo<ActionPreference>(value, out var preference)
            && preference is ActionPreference.SilentlyContinue or ActionPreference.Ignore;
    }
}
