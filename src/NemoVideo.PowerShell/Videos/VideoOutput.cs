namespace NemoVideo.PowerShell;

/// <summary>Writes the events and the results of jobs.</summary>
internal sealed class VideoOutput(PipelineWriter output, VideoSummary summary)
{
    private readonly Dictionary<VideoJob, EventFactory> _events = [];

    /// <summary>Writes an event of a message.</summary>
    public void Write(JobEventUpdate update)
    {
        if (!_events.TryGetValue(update.Job, out var events))
        {
            _events[update.Job] = events = new EventFactory(update.SessionId, update.Message, ownsSession: true, VideoInputs.FileOf(update.Job.Inputs));
        }

        var item = events.Create(update.Event);
        if (new EditOptions().Includes(update.Event))
        {
            var shown = PSObject.AsPSObject(item);
            shown.Properties.Add(new PSNoteProperty(nameof(NemoVideoResult.SourceName), NemoVideoResult.NameOf(update.Job)));
            output.Write(shown);
        }

        if (update.Event is EditResult)
        {
            _events.Remove(update.Job);
        }
    }

    /// <summary>Writes the result of a job, and what the user should know about it.</summary>
    public void Write(JobResult result)
    {
        _events.Remove(result.Job);
        var target = VideoInputs.Describe(result.Job.Inputs, result.Job.Messages[0]);
        output.Write(NemoVideoResult.Create(result, result.Error is { } failure ? Advice.For(failure) : null, output.Skipped.Take()));

        // A rate limit is an error of a job only if no job made progress for half an hour.
        var affectsAll = result.Error is { } cause && (result.Status == JobStatus.NotStarted
            || InputFailures.AreAllAffected(cause.Kind) || cause.Kind == NemoErrorKind.RateLimited);
        summary.Add(result, target, affectsAll);
        if (result.HasOtherOrder)
        {
            output.Warn(VideoScheduler.OtherOrder(target));
        }

        if (result is { TakenPath: { } taken, OutputPath: { } path })
        {
            output.Warn(
                $"'{taken}' was kept. It can be an earlier video of '{target}', whose new video is '{path}'. With -Force, a "
                    + "new video replaces such a file.");
        }

        if (result.Status == JobStatus.InUse)
        {
            output.Warn($"'{target}' was skipped, because another run is creating the video from this input.");
        }
        else if (affectsAll)
        {
            output.Failures.AddFatal(result.Error!, target);
        }
        else if (result.Error is not null)
        {
            output.WriteError(ErrorRecords.InRow(ErrorRecords.From(result.Error, target), (result.Job.Tag as JobSource)?.Name));
        }
    }
}
