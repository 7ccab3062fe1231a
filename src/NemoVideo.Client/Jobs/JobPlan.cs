using NemoVideo.Client.Exports;

namespace NemoVideo.Client.Jobs;

/// <summary>What a run knows about a job besides its log.</summary>
internal sealed record JobFacts
{
    /// <summary>Whether the job must start from the beginning. The start clears it.</summary>
    public bool Restart { get; init; }

    /// <summary>The last of <see cref="JobState.Videos"/> with the job's options whose file is unchanged; null if there is none.</summary>
    public JobLine? Video { get; init; }

    /// <summary>Whether this file has the name that the job asks for.</summary>
    public bool IsVideoNamed { get; init; }

    /// <summary>Whether this run has compared the timeline with the last message, or has sent it.</summary>
    public bool IsResolved { get; init; }

    /// <summary>Whether the credits of the remaining messages are reserved.</summary>
    public bool IsReserved { get; init; }

    /// <summary>A session that the service doesn't have anymore; null for none.</summary>
    public string? LostSession { get; init; }

    /// <summary>The render that failed, that the service doesn't have, or that is outdated; null for none.</summary>
    public string? UnusableRender { get; init; }

    /// <summary>The completed render; null if there is none yet.</summary>
    public RenderJob? Completed { get; init; }
}

/// <summary>What to do next for a job.</summary>
internal abstract record JobStep
{
    /// <summary>The video exists.</summary>
    public sealed record Done(JobLine Video) : JobStep;

    /// <summary>An equal video exists under another name.</summary>
    public sealed record Copy(JobLine Video) : JobStep;

    /// <summary>
    /// Find out from the timeline what a message of an earlier run, or a refused one, did, after a wait if it may still be processed. It is
    /// done if the timeline has changed, or if the caller accepts the timeline.
    /// </summary>
    public sealed record Resolve(JobLine Message) : JobStep;

    /// <summary>The last message doesn't let the job continue.</summary>
    public sealed record Fail(JobLine Message) : JobStep;

    /// <summary>Reserve the credits of the remaining messages in the budget of this run, which costs nothing.</summary>
    public sealed record Reserve : JobStep;

    public sealed record Start : JobStep;

    public sealed record CreateSession : JobStep;

    public sealed record Upload(int Number) : JobStep;

    public sealed record Send(int Number) : JobStep;

    /// <summary>Start a render with a new ID, which costs nothing.</summary>
    public sealed record Submit : JobStep;

    public sealed record Wait(string Render) : JobStep;

    public sealed record Download(RenderJob Render) : JobStep;
}

/// <summary>Decides what to do next. This is the only code that knows about earlier runs.</summary>
internal static class JobPlan
{
    /// <summary>The next step, from the log, the job and the facts of this run.</summary>
    public static JobStep Next(JobState state, VideoJob job, JobFacts facts)
    {
        var isNew = facts.Restart || !state.IsStarted;
        if (!isNew && facts.Video is { } video)
        {
            return facts.IsVideoNamed ? new JobStep.Done(video) : new JobStep.Copy(video);
        }

        // A message with an unknown outcome is never sent again.
        if (!isNew && state.LastMessage is { State: not JobLineState.Done } last)
        {
            return facts.IsResolved ? new JobStep.Fail(last) : new JobStep.Resolve(last);
        }

        // Whoever refused a message, it isn't sent again before the timeline shows that it had no effect.
        if (!isNew && state.Refused is { } refused && !facts.IsResolved && state.SessionId != facts.LostSession)
        {
            return new JobStep.Resolve(refused);
        }

        if (!isNew && state.Messages.Count >= job.Messages.Count)
        {
            var render = state.Renders.LastOrDefault(line => line.IsFor(job))?.Render;
            return facts.Completed is { } completed ? new JobStep.Download(completed)
                : render is not null && render != facts.UnusableRender ? new JobStep.Wait(render)
                : new JobStep.Submit();
        }

        if (!facts.IsReserved)
        {
            return new JobStep.Reserve();
        }

        // A session in which a message was sent is never replaced. In a session with an open upload, the file could be there twice.
        var needsSession = state.Messages.Count == 0
            && (state.SessionId is null || state.SessionId == facts.LostSession || state.HasOpenUpload);
        return isNew ? new JobStep.Start()
            : needsSession ? new JobStep.CreateSession()
            : state.UploadCount < job.Inputs.Count ? new JobStep.Upload(state.UploadCount)
            : new JobStep.Send(state.Messages.Count);
    }
}
