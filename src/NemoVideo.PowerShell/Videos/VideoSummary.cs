namespace NemoVideo.PowerShell;

/// <summary>Counts the videos of a run by their outcome, and writes the summary with a command for each video that failed.</summary>
internal sealed class VideoSummary(PipelineWriter output, CommandConnection connection)
{
    private readonly Stopwatch _time = Stopwatch.StartNew();

    /// <summary>The status of each video, and the ID of its error; an empty ID for none.</summary>
    private readonly List<(JobStatus Status, string Id)> _videos = [];

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
        _videos.Add((result.Status, id));
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
    public void AddRejected(ErrorRecord error) => _videos.Add((JobStatus.Failed, error.FullyQualifiedErrorId.Split(',')[0]));

    /// <summary>Reports the credits that were available before the first message; null if none was sent.</summary>
    public void ReportCredits(long? availableBefore) => _availableBefore ??= availableBefore;

    /// <summary>Writes the summary if there were several videos, a failure, or pipeline input.</summary>
    public async Task WriteAsync()
    {
        if (output.IsWhatIf || _videos.Count == 0 || (_videos.Count == 1 && _failures.Count == 0 && !output.Invocation.ExpectingInput))
        {
            return;
        }

        _failures.ForEach(output.WriteHostLine);
        var videos = string.Join(", ", _videos.Select(static video => video.Status).Concat([JobStatus.Succeeded, JobStatus.AlreadyDone])
            .Distinct().OrderBy(static status => status).Select(Describe));
        var time = DisplayText.Time(TimeSpan.FromSeconds(Math.Ceiling(_time.Elapsed.TotalSeconds)));
        output.WriteHostLine($"Summary: {videos}{await DescribeCreditsAsync()}; time: {time}");
    }

    private string Describe(JobStatus status)
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
        var ids = _videos.Where(video => video.Status == status).Select(static video => video.Id).ToList();
        var reasons = string.Join(", ", ids.Where(static id => id.Length > 0).GroupBy(static id => id, StringComparer.Ordinal)
            .OrderBy(static same => same.Key, StringComparer.Ordinal).Select(static same => $"{same.Key}: {same.Count()}"));
        return $"{ids.Count} {word}{(reasons.Length > 0 ? $" ({reasons})" : "")}";
    }

    /// <summary>The credits aren't read if the service can't be reached or rejects the token.</summary>
    private async Task<string> DescribeCreditsAsync()
    {
        var canRead = _hasStarted && _endingKind is null or NemoErrorKind.OutOfCredits;
        return canRead && (await new CreditCheck(output, connection).TryReadAsync())?.Available is { } left
            ? $"; credits: {Math.Max(0, (_availableBefore ?? left) - left)} spent, {left} left" : "";
    }
}
