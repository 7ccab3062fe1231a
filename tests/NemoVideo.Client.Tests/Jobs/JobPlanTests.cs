using System.Text.RegularExpressions;
using NemoVideo.Client.Exports;
using NemoVideo.Client.Jobs;

namespace NemoVideo.Client.Tests.Jobs;

/// <summary>The steps of a job. Each step is followed through all of its outcomes.</summary>
public sealed partial class JobPlanTests
{
    private static readonly VideoJob Job = new() { Inputs = ["a", "b"], Messages = ["one", "two"] };
    private static readonly JobLine File = new(JobLineKind.File) { Path = "v.mp4", Length = 1, ContentHash = "h", Quality = "high" };

    /// <summary>The diagram in jobs.md has the steps of all reachable states.</summary>
    [Fact]
    public void Diagram_EqualsNext()
    {
        var found = new SortedSet<string>(StringComparer.Ordinal);
        var seen = new HashSet<string>();
        var open = new Stack<(JobState State, JobFacts Facts)>([
            (JobState.Empty, new JobFacts()), (JobState.Empty, new JobFacts { Restart = true }),
            (JobState.Empty with { IsStarted = true }, new JobFacts { Video = File }),
        ]);
        while (open.TryPop(out var current))
        {
            var step = JobPlan.Next(current.State, Job, current.Facts);
            foreach (var (state, facts) in OutcomesOf(step, current.State, current.Facts))
            {
                found.Add($"{NameOf(step)} --> {NameOf(JobPlan.Next(state, Job, facts))}");
                foreach (var next in new[] { (state, facts), (state, new JobFacts()) })
                {
                    if (seen.Add(KeyOf(next.Item1, next.Item2)))
                    {
                        open.Push(next);
                    }
                }
            }
        }

        var diagram = Diagram().Match(System.IO.File.ReadAllText(Path.Combine(SourceTree.Root, "docs", "jobs.md"))).Groups[1].Value;
        var drawn = diagram.Split('\n').Select(static line => line.Trim()).Where(static line => line.Contains("-->", StringComparison.Ordinal));
        Assert.Equal(string.Join('\n', found), string.Join('\n', drawn.Order(StringComparer.Ordinal)));
    }

    private static IEnumerable<(JobState State, JobFacts Facts)> OutcomesOf(JobStep step, JobState state, JobFacts facts)
    {
        switch (step)
        {
            case JobStep.Reserve:
                return [(state, facts with { IsReserved = true })];
            case JobStep.Start:
                return [(state.Apply(new JobLine(JobLineKind.Start)), facts with { Restart = false })];
            case JobStep.CreateSession:
                return [(state.Apply(new JobLine(JobLineKind.Session) { Session = $"s{state.SessionId}" }), facts)];
            case JobStep.Upload { Number: var number }:
                var uploading = state.Apply(Upload(number, JobLineState.Sending));
                return
                [
                    (uploading, facts), (uploading.Apply(Upload(number, JobLineState.Done)), facts),
                    (uploading.Apply(Upload(number, JobLineState.Refused)), facts with { LostSession = state.SessionId }),
                ];
            case JobStep.Send { Number: var number }:
                var sending = state.Apply(Message(number, JobLineState.Sending));
                JobLineState[] ends = [JobLineState.Done, JobLineState.Unchanged, JobLineState.AwaitingInput, JobLineState.Failed, JobLineState.Refused];
                return [(sending, facts with { IsResolved = true }),
                    .. state.Messages.Count > 0 ? [] : ((JobState, JobFacts)[])[(state, facts with { LostSession = state.SessionId })],
                    .. ends.Select(end => (sending.Apply(Message(number, end)), facts with { IsResolved = end != JobLineState.Refused }))];
            case JobStep.Resolve { Message: var message }:
                return [(state, facts with { IsResolved = true }), (state.Apply(message with { State = JobLineState.Done }), facts with { IsResolved = true })];
            case JobStep.Submit:
                var line = new JobLine(JobLineKind.Render) { Render = "r", Quality = Job.Quality };
                return [(state.Apply(line), facts with { UnusableRender = null })];
            case JobStep.Wait { Render: var id }:
                return
                [
                    (state, facts with { Completed = new RenderJob(id, RenderStatus.Completed, null, null, null, null, null) }),
                    (state, facts with { UnusableRender = id }),
                ];
            case JobStep.Download or JobStep.Copy:
                return
                [
                    (state.Messages.Count == 0 ? state : state.Apply(File), facts with { Video = File, IsVideoNamed = true }),
                    .. step is JobStep.Copy ? []
                        : ((JobState, JobFacts)[])[(state, facts with { Completed = null, UnusableRender = facts.Completed!.Id })],
                ];
            default:
                return [];
        }
    }

    private static JobLine Upload(int number, JobLineState state) => new(JobLineKind.Upload) { Number = number, State = state };

    private static JobLine Message(int number, JobLineState state) => new(JobLineKind.Message) { Number = number, State = state, Before = "b" };

    private static string NameOf(JobStep step) => step.GetType().Name;

    private static string KeyOf(JobState state, JobFacts facts) => string.Join(
        ' ', state.IsStarted, state.SessionId is null, state.SessionId == facts.LostSession, state.UploadCount, state.HasOpenUpload,
        string.Join(',', state.Messages.Select(static message => message.State)), state.Renders.Count > 0, facts.Restart, facts.IsReserved,
        facts.IsResolved, facts.Video is null, facts.IsVideoNamed, facts.Completed is null, facts.UnusableRender is null,
        state.Refused is null);

    [GeneratedRegex("```mermaid\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Diagram();
}
