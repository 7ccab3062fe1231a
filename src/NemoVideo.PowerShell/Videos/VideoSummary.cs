namespace NemoVideo.PowerShell;

/// <summary>Counts the videos of a run by their outcome, and writes the summary.</summary>
internal sealed class VideoSummary(PipelineWriter output, CommandConnection connection)
{
    private readonly Stopwatch _time = Stopwatch.StartNew();

    /// <summary>The status of each video, and the ID of its error; an empty ID for none.</summary>
    private readonly List<(JobStatus Status, string Id)> _videos = [];

    private NemoErrorKind? _endingKind;
    private int _messageCount;
    private long? _availableBefore;
    private bool _hasStarted;

    /// <summary>Adds the result of a video.</summary>
    /// <param name="result">The result.</param>
    /// <param name="id">The ID of its error; empty for none.</param>
    /// <param name="affectsAll">Whether the error ended the run.</param>
    public void Add(JobResult result, string id, bool affectsAll)
    {
        _hasStarted = true;
        _messageCount += result.MessageCount;
        _videos.Add((result.Status, id));
        _endingKind ??= affectsAll ? result.Error!.Kind : null;
    }

    /// <summary>Adds an input that can't be used.</summary>
    public void AddRejected(ErrorRecord error) => _videos.Add((JobStatus.Failed, ErrorRecords.IdOf(error)));

    /// <summary>Reports the credits that were available before the first message; null if none was sent.</summary>
    public void ReportCredits(long? availableBefore) => _availableBefore ??= availableBefore;

    /// <summary>Writes the summary if there were several videos, a failure, or pipeline input.</summary>
    public async Task WriteAsync()
    {
        if (output.IsWhatIf || _videos.Count == 0 || (_videos.Count == 1 && _videos[0].Id.Length == 0 && !output.Invocation.ExpectingInput))
        {
            return;
        }

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

    /// <summary>
    /// The messages that this run sent, and the balances, but not their difference: other runs can spend credits, too. They aren't read if
    /// the service can't be reached or rejects the token.
    /// </summary>
    private async Task<string> DescribeCreditsAsync()
    {
        var sent = _messageCount > 0 ? $"; messages sent: {_messageCount}" : "";
        var canRead = _hasStarted && _endingKind is null or NemoErrorKind.OutOfCredits or NemoErrorKind.ExportBlocked;
        return !canRead || (await new CreditCheck(output, connection).TryReadAsync())?.Available is not { } left ? sent
            : _messageCount > 0 && _availableBefore is { } before ? $"{sent}; account: {before} credits before, {left} after"
            : $"{sent}; credits: {left} left";
    }
}
