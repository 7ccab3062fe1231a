using System.Diagnostics;
using System.Management.Automation;
using NemoVideo.PowerShell.Formatting;

namespace NemoVideo.PowerShell.Progress;

/// <summary>
/// One progress line: the work tells it from any thread how far it is, the pipeline thread shows it, at most four times a
/// second. Disposing completes it, in whatever way the work ended.
/// </summary>
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

    /// <param name="cmdlet">The cmdlet that shows it.</param>
    /// <param name="activity">What the cmdlet does.</param>
    /// <param name="status">What is being done at first.</param>
    /// <param name="refresh">Asked to report before each showing; null where the work reports by itself.</param>
    /// <param name="parent">The line that it stands under; null where it stands alone.</param>
    public ProgressLine(PSCmdlet cmdlet, string activity, string status, Action<ProgressLine>? refresh = null, ProgressLine? parent = null)
    {
        // A host looks for a parent only among the lines of the same source.
        _parentId = parent?._id ?? -1;
        _source = parent?._source ?? _id;
        _isSilent = IsSilent(cmdlet);
        _refresh = refresh;
        _cmdlet = cmdlet;
        _activity = activity;
        _status = DisplayText.Message(status);
    }

    /// <summary>Tells how far the work is. May be called on any thread.</summary>
    /// <param name="status">What is being done, never empty.</param>
    /// <param name="percent">0 to 100; -1 where it is not known.</param>
    public void Report(string status, int percent = -1)
    {
        _status = DisplayText.Message(status);
        _percent = Math.Max(-1, Math.Min(100, percent));
    }

    /// <inheritdoc/>
    public void Show()
    {
        if (_isShown && _sinceShown.Elapsed < Interval)
        {
            return;
        }

        _refresh?.Invoke(this);
        _isShown = true;
        _sinceShown.Restart();
        _cmdlet.CommandRuntime.WriteProgress(_source, new ProgressRecord(_id, _activity, _status) { PercentComplete = _percent, ParentActivityId = _parentId });
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
            // A pipeline that is being stopped takes no more writes; its host does, and knows the line by the same ids. It
            // does not ask whether anybody wants to see progress.
            if (!_isSilent)
            {
                _cmdlet.Host.UI.WriteProgress(_source, completed);
            }
        }
    }

    private static bool IsSilent(PSCmdlet cmdlet)
    {
        var wish = cmdlet.MyInvocation.BoundParameters.TryGetValue("ProgressAction", out var action)
            ? action
            : cmdlet.GetVariableValue("ProgressPreference");
        return LanguagePrimitives.TryConvertTo<ActionPreference>(wish, out var preference)
            && preference is ActionPreference.SilentlyContinue or ActionPreference.Ignore;
    }
}
