using System.Diagnostics;
using NemoVideo.PowerShell.Binding;

namespace NemoVideo.PowerShell.Progress;

/// <summary>Progress that is shown while the pipeline thread waits.</summary>
internal interface IProgressDisplay
{
    /// <summary>Shows the latest state, at most four times a second. Only the pipeline thread may call it.</summary>
    void Show();
}

/// <summary>One progress line. Any thread reports progress, and the pipeline thread shows it. Dispose completes the line.</summary>
/// <remarks>The refresh action is called before the line is shown, to report the latest progress.</remarks>
internal sealed class ProgressLine(
    PSCmdlet cmdlet, string activity, string status, Action<ProgressLine>? refresh = null, ProgressLine? parent = null)
    : IProgressDisplay, IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);
    private static int _lastId = 1000;

    private readonly int _id = Interlocked.Increment(ref _lastId);
    private readonly bool _isSilent = IsSilent(cmdlet);
    private readonly Stopwatch _sinceShown = new();
    private volatile string _status = DisplayText.Message(status);
    private volatile int _percent = -1;
    private bool _isShown;

    /// <summary>A host finds a parent only among the lines of the same source.</summary>
    private long Source => parent?.Source ?? _id;

    private int ParentId => parent?._id ?? -1;

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

        refresh?.Invoke(this);
        _isShown = true;
        _sinceShown.Restart();
        var record = new ProgressRecord(_id, activity, _status) { PercentComplete = _percent, ParentActivityId = ParentId };
        cmdlet.CommandRuntime.WriteProgress(Source, record);
    }

    public void Dispose()
    {
        if (!_isShown)
        {
            return;
        }

        _isShown = false;
        var record = new ProgressRecord(_id, activity, _status) { RecordType = ProgressRecordType.Completed, ParentActivityId = ParentId };
        try
        {
            cmdlet.CommandRuntime.WriteProgress(Source, record);
        }
        catch (PipelineStoppedException)
        {
            // A stopping pipeline accepts no writes, but its host does. The host doesn't check the progress preference.
            if (!_isSilent)
            {
                cmdlet.Host.UI.WriteProgress(Source, record);
            }
        }
    }

    private static bool IsSilent(PSCmdlet cmdlet) =>
        LanguagePrimitives.TryConvertTo<ActionPreference>(cmdlet.PreferenceOf("ProgressAction", "ProgressPreference"), out var preference)
        && preference is ActionPreference.SilentlyContinue or ActionPreference.Ignore;
}
