using NemoVideo.Client.Exports;

namespace NemoVideo.Client.Jobs;

/// <summary>The errors of jobs.</summary>
internal static class JobErrors
{
    private const int MaxQuoteCharacters = 500;

    /// <summary>The error for a message that doesn't let the job continue.</summary>
    /// <param name="message">Its last line.</param>
    /// <param name="excerpt">The beginning of the message, without secrets; null if the job has no other one.</param>
    /// <param name="sessionId">The session.</param>
    public static NemoException Of(JobLine message, string? excerpt, string? sessionId) => message.State switch
    {
        JobLineState.AwaitingInput => new NemoException(
            NemoErrorKind.AwaitingInput,
            $"The agent asked a question instead of creating the video: '{message.Question}'.",
            "Answer it in the same session. Then run the same job again. It continues with the changed timeline and doesn't send its "
                + "message again.")
        { Action = NemoAction.AnswerQuestion, ActionTarget = sessionId },
        JobLineState.Unchanged => new NemoException(
            NemoErrorKind.Unchanged,
            $"The message{(excerpt is null ? "" : $" '{excerpt}'")} hasn't changed the timeline, so no video was created. "
                + Quote(message.AgentText),
            "Rephrase the message. The new message is charged. If the service still changes the timeline, the same job continues without "
                + "sending its message again.")
        { Action = NemoAction.AcceptTimeline, ActionTarget = sessionId },
        JobLineState.Failed => new NemoException(
            NemoErrorKind.ServiceFailure,
            $"The service reported an error while processing the message: {message.Error?.TrimEnd('.')}.",
            "The message won't be sent again automatically, because the service may have charged you for it. "
                + (JobMessage.HasNoEdit(message) ? "Rephrase it, or create the video again."
                    : "Check whether the timeline contains the edit."))
        { Action = JobMessage.HasNoEdit(message) ? NemoAction.RestartJob : NemoAction.AcceptTimeline, ActionTarget = sessionId },
        _ => new NemoException(
            NemoErrorKind.ConnectionLost,
            "The service did not confirm a message, and the timeline hasn't changed. It is unknown whether the service "
                + "processed the message, so it was not sent again.",
            $"Check the timeline of the session '{sessionId}' later. If the timeline contains the edit, run the same job again. "
                + "The job won't send the message again. If the timeline doesn't contain the edit, create the video again from "
                + "the beginning.")
        { Outcome = Outcome.Unknown, Action = NemoAction.RestartJob, ActionTarget = sessionId },
    };

    /// <summary>The error if the caller accepts a failed edit that isn't in the timeline.</summary>
    public static NemoException NothingToAccept(JobLine message, string? sessionId) => Of(message, excerpt: null, sessionId).Restate(
        $"The service reported an error while processing the message: {message.Error?.TrimEnd('.')}.",
        "The timeline hasn't changed since the message was sent, so there is no edit to accept. The message won't be sent again, "
            + "because the service may have charged you for it.",
        action: NemoAction.RestartJob,
        target: sessionId);

    public static NemoException StillChanging(
        string? sessionId, string problem = "The service did not confirm a message, and the timeline is still changing.") => new(
        NemoErrorKind.ConnectionLost,
        problem,
        "Run the same job again later. It continues without sending the message again.")
        { Outcome = Outcome.Unknown, Action = NemoAction.ReadState, ActionTarget = sessionId };

    public static NemoException Unreadable(NemoException failure, string? sessionId) => failure.Restate(
        $"A message was sent, but the timeline couldn't be read afterward: {failure.Message}",
        "Run the same job again later. It continues without sending the message again.",
        action: NemoAction.ReadState,
        target: sessionId);

    /// <summary>The error for a job whose inputs were joined in another order, before a further message is charged.</summary>
    public static NemoException OtherOrder(string? sessionId) => new(
        NemoErrorKind.InvalidArgument,
        "A previous run joined the same inputs in another order, and sent only a part of the messages.",
        "To send the other messages, use the order of the previous run. Otherwise, create the video again.")
    { Action = NemoAction.RestartJob, ActionTarget = sessionId };

    /// <summary>The error for a session that is gone after a message was sent in it.</summary>
    public static NemoException Gone(NemoException gone, string? sessionId) => gone.Restate(
        "The service can't find the session for this video. At least one message was already sent in that session.",
        "If you used another token before, connect with that token again. Otherwise, create the video again.",
        action: NemoAction.RestartJob,
        target: sessionId);

    public static NemoException Unaffordable(long estimate, bool isOverMaximum, string addCredits) => isOverMaximum
        ? new NemoException(
            NemoErrorKind.OutOfCredits,
            $"The credit limit for this run doesn't leave enough credits for this video, which costs about {estimate} credits.",
            "Increase the credit limit, and then run the same job again. No message is sent twice.")
        : new NemoException(
            NemoErrorKind.OutOfCredits,
            $"The account doesn't have enough credits for this video, which costs about {estimate} credits.",
            $"{addCredits} Then run the same job again. No message is sent twice.");

    public static NemoException RenderFailed(RenderJob render) => new(
        NemoErrorKind.RenderFailed,
        $"The export '{render.Id}' {(render.Status == RenderStatus.Canceled ? "was canceled" : "failed")}"
            + $"{(render.Error is { } error ? $": {error.TrimEnd('.')}" : "")}.",
        "Try again. The module won't send the messages again, so you aren't charged again.");

    /// <summary>The error for an empty timeline of a job without inputs. Another message would be charged.</summary>
    public static NemoException NothingGenerated() => new(
        NemoErrorKind.NotReady,
        "No input was specified for the video, and the agent didn't generate a clip, so there is nothing to export.",
        "Specify an input, or change the message so that it asks the agent to generate a clip.");

    /// <summary>The error for a user who can run the job again.</summary>
    public static NemoException ForResult(NemoException error, JobState state) => error.Action switch
    {
        // The next run repeats the download.
        NemoAction.DownloadAgain => error.Restate(
            error.Message, "Run the same job again later. It downloads the video without sending the messages again."),
        NemoAction.ReadState => error.Restate(
            error.Message,
            error.Kind is not (NemoErrorKind.ConnectionLost or NemoErrorKind.Timeout or NemoErrorKind.ServiceFailure) ? error.NextStep
                : state.Messages.Count == 0 ? "Run the same job again later. No message has been sent."
                : "Run the same job again later. It continues without sending the message again.",
            action: NemoAction.None),
        _ => error,
    };

    /// <summary>What the agent said about an edit without an effect.</summary>
    private static string Quote(string? agentText) => string.IsNullOrWhiteSpace(agentText)
        ? "The agent sent no text." : $"The agent replied: {ControlCharacters.OneLine(agentText!.Trim()).Shorten(MaxQuoteCharacters)}";
}
