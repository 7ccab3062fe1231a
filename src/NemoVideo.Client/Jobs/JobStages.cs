using System.Diagnostics;
using NemoVideo.Client.Exports;
using NemoVideo.Client.Http;

namespace NemoVideo.Client.Jobs;

/// <summary>The stage of a job: its place among the jobs of the run, and the times.</summary>
internal sealed class JobStages(JobWork work) : IProgress<RenderJob>, IProgress<TransferProgress>
{
    /// <summary>While more updates wait, there are none about progress: those that jobs wait for need the space.</summary>
    private const int MaxWaiting = 20;

    private readonly JobRun _run = work.Run;
    private readonly Dictionary<JobStage, TimeSpan> _times = [];
    private readonly Stopwatch _clock = new();
    private SemaphoreSlim? _held = work.Run.Slots;
    private JobStage? _stage;
    private int? _percent;

    /// <summary>Enters a stage; null for the present one. Those after the last edit don't need a slot.</summary>
    public async Task EnterAsync(JobStage? next)
    {
        var stage = next ?? _stage ?? JobStage.Session;
        await HoldAsync(stage >= JobStage.Render ? _run.Waiting : _run.Slots).ConfigureAwait(false);
        if (_stage != stage)
        {
            StopClock();
            (_stage, _percent) = (stage, null);
            await _run.Updates.Writer.WriteAsync(new JobStageUpdate(work.Job, stage, work.State.SessionId), _run.Ending)
                .ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public void Report(RenderJob value) => Report((int?)value.Progress);

    /// <inheritdoc/>
    public void Report(TransferProgress value) => Report(value.TotalBytes > 0 ? (int)(value.Bytes * 100 / value.TotalBytes.Value) : null);

    /// <summary>Waits for the turn of an equal job. That one can be waiting for its export, so the slot is for others until then.</summary>
    public async Task WaitForTurnAsync(JobTurn turn)
    {
        if (!turn.Gate.Wait(0, CancellationToken.None))
        {
            await HoldAsync(null).ConfigureAwait(false);
            await turn.Gate.WaitAsync(_run.Ending).ConfigureAwait(false);
            await HoldAsync(_run.Slots).ConfigureAwait(false);
        }
    }

    /// <summary>The time that each stage took.</summary>
    public IReadOnlyDictionary<JobStage, TimeSpan> StopClock()
    {
        if (_stage is { } last)
        {
            _times[last] = (_times.TryGetValue(last, out var time) ? time : default) + _clock.Elapsed;
        }

        _clock.Restart();
        return _times;
    }

    /// <summary>Gives the place to another job.</summary>
    public void Leave()
    {
        _stage = null;
        _held?.Release();
    }

    /// <summary>Writes an update if the percentage has changed, unless many others wait.</summary>
    private void Report(int? percent)
    {
        if (percent != _percent && _stage is { } stage && _run.Updates.Reader.Count < MaxWaiting)
        {
            _percent = percent;
            _run.Updates.Writer.TryWrite(new JobProgressUpdate(work.Job, stage, percent));
        }
    }

    /// <summary>Takes a place before it gives the other one back.</summary>
    private async Task HoldAsync(SemaphoreSlim? places)
    {
        if (_held != places)
        {
            await (places?.WaitAsync(_run.Ending) ?? Task.CompletedTask).ConfigureAwait(false);
            _held?.Release();
            _held = places;
        }
    }
}
