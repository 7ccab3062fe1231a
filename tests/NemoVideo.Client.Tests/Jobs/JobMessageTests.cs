using NemoVideo.Client.Errors;
using NemoVideo.Client.Exports;
using NemoVideo.Client.Jobs;
using NemoVideo.Client.Tests.Support;
using NemoVideo.Client.Timeline;

namespace NemoVideo.Client.Tests.Jobs;

/// <summary>What the log says of a message after its edit was found or accepted, and what the errors of jobs say.</summary>
public sealed class JobMessageTests
{
    private static readonly JobLine Message =
        new(JobLineKind.Message) { Number = 0, Before = "before", Changes = ["Title added"], TracksAfter = [] };

    [Fact]
    public void Settle_AcceptedWithoutChange_KeepsWhatTheMessageDid()
    {
        var line = JobMessage.Settle(Message with { State = JobLineState.Unchanged }, edited: null);

        Assert.Equal((JobLineState.Done, null), (line.State, line.Before));
        Assert.Equal(Message.Changes, line.Changes);
        Assert.Same(Message.TracksAfter, line.TracksAfter);
    }

    /// <summary>The changes are those of an edit that wasn't complete.</summary>
    [Fact]
    public void Settle_EditFound_HasItsTimeline()
    {
        var edited = Drafts.State("""{"t":[{"tt":0,"sg":[{"d":1000,"m":{"title":"clip"}}]}]}""");

        var line = JobMessage.Settle(Message with { State = JobLineState.Failed }, edited);

        Assert.Equal((JobLineState.Done, "before"), (line.State, line.Before));
        Assert.Null(line.Changes);
        Assert.Equal(edited.Tracks.Select(static track => track.ToString()), line.TracksAfter!.Select(static track => track.ToString()));
    }

    [Theory]
    [InlineData(200, true)]
    [InlineData(201, false)]
    public void Limit_LongTimeline_IsNotLogged(int items, bool isLogged)
    {
        var segments = Enumerable.Repeat(new Segment(null, null, null, null), items - 1).ToList();

        Assert.Equal(isLogged, JobMessage.Limit([new Track(1, TrackKind.Video, 0, null, segments)]) is not null);
    }

    [Fact]
    public void Error_UnchangedTimeline_QuotesTheMessageAndTheAgent()
    {
        var line = new JobLine(JobLineKind.Message) { State = JobLineState.Unchanged, AgentText = " What\nelse? " };

        var error = JobErrors.Of(line, "add a title", "s");

        Assert.Equal((NemoErrorKind.Unchanged, NemoAction.AcceptTimeline, "s"), (error.Kind, error.Action, error.ActionTarget));
        Assert.Contains("'add a title'", error.Message, StringComparison.Ordinal);
        Assert.EndsWith("The agent replied: What else?", error.Message, StringComparison.Ordinal);
        Assert.Contains(
            "The message hasn't changed the timeline, so no video was created. The agent sent no text.",
            JobErrors.Of(line with { AgentText = " " }, excerpt: null, "s").Message,
            StringComparison.Ordinal);
    }

    /// <summary>Only a timeline that isn't known to be unchanged is worth a look.</summary>
    [Theory]
    [InlineData("no. The timeline didn't change", NemoAction.RestartJob, "Rephrase it")]
    [InlineData("no. The timeline changed", NemoAction.AcceptTimeline, "Check whether")]
    [InlineData(null, NemoAction.AcceptTimeline, "Check whether")]
    public void Error_Failed_SaysWhatToDo(string? error, NemoAction action, string nextStep)
    {
        var failed = JobErrors.Of(new JobLine(JobLineKind.Message) { State = JobLineState.Failed, Error = error }, excerpt: null, "s");

        Assert.Equal((NemoErrorKind.ServiceFailure, action, "s"), (failed.Kind, failed.Action, failed.ActionTarget));
        Assert.Contains(nextStep, failed.NextStep, StringComparison.Ordinal);
    }

    [Fact]
    public void Error_OutcomeUnknown_SaysThatNothingIsSentAgain()
    {
        var error = JobErrors.Of(new JobLine(JobLineKind.Message) { State = JobLineState.Sending }, excerpt: null, "s");

        Assert.Equal((NemoErrorKind.ConnectionLost, Outcome.Unknown), (error.Kind, error.Outcome));
        Assert.Equal((NemoAction.RestartJob, "s"), (error.Action, error.ActionTarget));
    }

    [Theory]
    [InlineData(RenderStatus.Canceled, null, "The export 'r' was canceled.")]
    [InlineData(RenderStatus.Failed, "no disk.", "The export 'r' failed: no disk.")]
    public void Error_Render_SaysHowItEnded(RenderStatus status, string? error, string expected) =>
        Assert.Equal(expected, JobErrors.RenderFailed(new RenderJob("r", status, null, null, null, null, error)).Message);

    /// <summary>Users of jobs run the job again. They don't read the state.</summary>
    [Theory]
    [InlineData(NemoErrorKind.ConnectionLost, 0, "No message has been sent")]
    [InlineData(NemoErrorKind.Timeout, 1, "without sending the message again")]
    [InlineData(NemoErrorKind.ServiceFailure, 1, "without sending the message again")]
    [InlineData(NemoErrorKind.InvalidResponse, 1, "original")]
    public void ForResult_ReadState_BecomesRunAgain(NemoErrorKind kind, int messageCount, string nextStep)
    {
        var error = new NemoException(kind, "problem", "original") { Action = NemoAction.ReadState, ActionTarget = "s" };

        var result = JobErrors.ForResult(error, new JobState { Messages = [.. Enumerable.Repeat(Message, messageCount)] });

        Assert.Equal((kind, "problem", NemoAction.None), (result.Kind, result.Message, result.Action));
        Assert.Contains(nextStep, result.NextStep, StringComparison.Ordinal);
    }
}
