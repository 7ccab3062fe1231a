using NemoVideo.Client.Exports;
using NemoVideo.Client.Timeline;

namespace NemoVideo.Client.Jobs;

/// <summary>The renders of a job, which cost nothing.</summary>
internal sealed class JobRenders(JobWork work)
{
    private readonly JobRun _run = work.Run;
    private readonly ServiceOperations _service = work.Service;
    private bool _hasSubmitted;
    private bool _hasReplaced;

    public async Task SubmitAsync()
    {
        // Only the first time: another render replaces one that is outdated.
        var state = work.Edited ?? await ReadEditedStateAsync().ConfigureAwait(false);
        work.Edited = null;
        if (work.Job.Inputs.Count == 0 && !state.IsReady)
        {
            throw JobErrors.NothingGenerated();
        }

        var output = work.Job.Output;
        var render = await _service.Renders.SubmitAsync(state, output, Log, _run.Ending).ConfigureAwait(false);
        if (render.Id != work.State.Renders[work.State.Renders.Count - 1].Render)
        {
            Log(render.Id);
        }

        (_hasSubmitted, work.Facts) = (true, work.Facts with { UnusableRender = null });

        // The next run can find the render even if the response is lost.
        void Log(string id) => work.Append(new JobLine(JobLineKind.Render)
        {
            Render = id,
            Before = state.Fingerprint,
            Quality = output.Quality,
            Options = output.Options,
        });
    }

    public async Task WaitAsync(string id)
    {
        var limits = _service.Transport.Limits;
        var interval = _run.Options.PollInterval ?? limits.RenderPollInterval;
        var render = await _service.Renders.WaitAsync(id, interval, limits.RenderTimeout, work.Stages, _run.Ending).ConfigureAwait(false);
        if (render.Status != RenderStatus.Completed)
        {
            throw JobErrors.RenderFailed(render);
        }

        if (!_hasReplaced && await IsOutdatedAsync().ConfigureAwait(false))
        {
            (_hasReplaced, work.Facts) = (true, work.Facts with { UnusableRender = id });
        }
        else
        {
            work.Facts = work.Facts with { Completed = render };
        }
    }

    /// <summary>Uses a render. If that of an earlier run can't be used, a new one replaces it, which is free.</summary>
    public async Task UseAsync(string id, Func<Task> use)
    {
        try
        {
            await use().ConfigureAwait(false);
        }
        catch (NemoException failure) when (!_hasSubmitted && failure.Kind
            is not (NemoErrorKind.FileAccess or NemoErrorKind.Closed or NemoErrorKind.RateLimited or NemoErrorKind.ConnectionFailed))
        {
            work.Facts = work.Facts with { Completed = null, UnusableRender = id };
        }
    }

    /// <summary>Whether another render must replace a complete one, because the timeline has changed since it was submitted.</summary>
    private async Task<bool> IsOutdatedAsync()
    {
        var state = work.State;
        var submitted = state.Renders.Where(line => line.IsFor(work.Job)).Select(static line => line.Before).Distinct().ToList();
        return submitted.Count == 1 && submitted[0] is { } before
            && await _service.States.HasChangedAsync(state.SessionId!, before, _run.Ending).ConfigureAwait(false);
    }

    /// <summary>A replica behind a load balancer can have the timeline before the message (adalite 195), which isn't exported.</summary>
    private async Task<TimelineState> ReadEditedStateAsync()
    {
        var limits = _service.Transport.Limits;
        for (var read = 1; ; read++)
        {
            var state = await work.ReadStateAsync().ConfigureAwait(false);
            if (state.Fingerprint != work.State.LastMessage!.Before)
            {
                return state;
            }

            if (read >= limits.StatePollCount)
            {
                throw JobErrors.StillChanging(work.State.SessionId, "The timeline is the one before the message, without its edit.");
            }

            await _service.Transport.PauseAsync(limits.StatePollInterval, _run.Ending).ConfigureAwait(false);
        }
    }
}
