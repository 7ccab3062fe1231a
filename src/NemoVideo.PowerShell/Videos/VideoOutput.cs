namespace NemoVideo.PowerShell;

/// <summary>Writes the events and the results of jobs.</summary>
internal sealed class VideoOutput(PipelineWriter output, CommandConnection connection, VideoSummary summary)
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
        if (result.Error is { Kind: NemoErrorKind.Unchanged } unchanged)
        {
            // It quotes the agent.
            result = result with { Error = unchanged.Restate(SuggestedCommands.OmitInstructions(unchanged.Message), unchanged.NextStep) };
        }

        var target = VideoInputs.Describe(result.Job.Inputs, result.Job.Messages[0]);

        // A rate limit is an error of a job only if no job made progress for half an hour.
        var affectsAll = result.Error is { } cause && (result.Status == JobStatus.NotStarted
            || InputFailures.AreAllAffected(cause.Kind) || cause.Kind == NemoErrorKind.RateLimited);
        var advice = result.Error is { } failure ? AdviceFor(result, failure, affectsAll) : null;
        var id = result.Error is null ? null : ErrorKinds.IdOf(result.Error.Kind);
        output.Write(NemoVideoResult.Create(result, id, advice, output.Skipped.Take()));
        summary.Add(result, id ?? "", affectsAll);
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
            var error = ErrorRecords.From(result.Error, target);
            error.ErrorDetails.RecommendedAction = advice;
            output.WriteError(ErrorRecords.InRow(error, (result.Job.Tag as JobSource)?.Name));
        }
    }

    /// <summary>
    /// What to do about a failed video, with the command that does it in any window. If all fail, the whole command must be repeated.
    /// </summary>
    private string AdviceFor(JobResult result, NemoException failure, bool affectsAll) =>
        !affectsAll && RepairCommand.For(result, connection.Known!, output.Invocation.BoundParameters) is { } repair
            ? DisplayText.Message(
                $"{failure.NextStep} {Advice.InspectionOf(failure)}{Advice.CostOf(failure.Action)}To repair it: {repair}") : Advice.For(failure);
}
