namespace NemoVideo.PowerShell;

/// <summary>Counts the videos of a run by their outcome, and writes the summary with a command for each video that failed.</summary>
internal sealed class VideoSummary(PipelineWriter output, CommandConnection connection)
{
    private readonly Stopwatch _time = Stopwatch.StartNew();

    /// <summary>How many videos have each status, by the ID of their error; an empty ID for none.</summary>
    private readonly SortedDictionary<JobStatus, SortedDictionary<string, int>> _counts = new()
    {
        [JobStatus.Succeeded] = [],
        [JobStatus.AlreadyDone] = [],
    };

    private readonly List<string> _failures = [];
    private NemoErrorKind? _endingKind;
    private long? _availableBefore;
    private bool _hasStarted;

    /// <summary>Adds the result of a video.</summary>
    /// <param name="result">The result.</param>
    /// <param name="target">The video in words.</param>
    /// <param name="affectsAll">Whether the error ended the run, so that the whole command must be run again.</param>
    public void Add(JobResult result, string target, bool affectsAll)
    {
        _hasStarted = true;
        var id = result.Error is { } error ? ErrorKinds.IdOf(error.Kind) : "";
        Count(result.Status, id);
        if (affectsAll)
        {
            _endingKind ??= result.Error!.Kind;
        }
        else if (result.Error is { } failure)
        {
            var repair = RepairCommand.For(result, connection.Known!, output.Invocation.BoundParameters);
            var advice = failure.Action switch
            {
                NemoAction.AnswerQuestion => $"{failure.Message} ",

                // They can charge again, or create a video without an edit.
                NemoAction.RestartJob or NemoAction.AcceptTimeline => $"{failure.NextStep} ",
                _ => "",
            };
            _failures.Add($"Failed: {DisplayText.Quote(target)} ({id}). "
                + DisplayText.Message(repair is null ? Advice.For(failure) : $"{advice}To repair it: {repair}"));
        }
    }

    /// <summary>Adds an input that can't be used.</summary>
    public void AddRejected(ErrorRecord error) => Count(JobStatus.Failed, error.FullyQualifiedErrorId.Split(',')[0]);

    /// <summary>Reports the credits that were available before the first message; null if none was sent.</summary>
    public void ReportCredits(long? availableBefore) => _availableBefore ??= availableBefore;

    /// <summary>Writes the summary if there were several videos, a failure, or pipeline input.</summary>
    public async Task WriteAsync()
    {
        var count = _counts.Values.Sum(static ids => ids.Values.Sum());
        if (output.IsWhatIf || count == 0 || (count == 1 && _failures.Count == 0 && !output.Invocation.ExpectingInput))
        {
            return;
        }

        _failures.ForEach(output.WriteHostLine);
        var videos = string.Join(", ", _counts.Select(static status => Describe(status.Key, status.Value)));
        var time = DisplayText.Time(TimeSpan.FromSeconds(Math.Ceiling(_time.Elapsed.TotalSeconds)));
        output.WriteHostLine($"Summary: {videos}{await DescribeCreditsAsync()}; time: {time}");
    }

    private static string Describe(JobStatus status, SortedDictionary<string, int> ids)
    {
        var word = status switch
        {
            JobStatus.Succeeded => "created",
            JobStatus.AlreadyDone => "already done",
            JobStatus.InUse => "in use by another run",
            JobStatus.AwaitingInput => "awaiting input",
            JobStatus.Failed => "failed",
            JobStatus.NotStarted => "not started",
            _ => status.ToString(),
        };
        var reasons = string.Join(", ", ids.Where(static id => id.Key.Length > 0).Select(static id => $"{id.Key}: {id.Value}"));
        return $"{ids.Values.Sum()} {word}{(reasons.Length > 0 ? $" ({reasons})" : "")}";
    }

    private void Count(JobStatus status, string id)
    {
        var ids = _counts.TryGetValue(status, out var known) ? known : _counts[status] = new(StringComparer.Ordinal);
        ids[id] = (ids.TryGetValue(id, out var count) ? count : 0) + 1;
    }

    /// <summary>The credits aren't read if the service can't be reached or rejects the token.</summary>
    private async Task<string> DescribeCreditsAsync()
    {
        var canRead = _hasStarted && _endingKind is null or NemoErrorKind.OutOfCredits;
        return canRead && (await new CreditCheck(output, connection).TryReadAsync())?.Available is { } left
            ? $"; credits: {Math.Max(0, (_availableBefore ?? left) - left)} spent, {left} left" : "";
    }
}
