namespace NemoVideo.PowerShell;

/// <summary>
/// The progress of videos: one line for all, with the elapsed and the remaining time, and below it a line for each of the first running
/// ones.
/// </summary>
internal sealed class BatchProgress : IDisposable
{
    private readonly ProgressGroup<VideoJob> _lines;
    private readonly Dictionary<VideoJob, Running> _running = [];
    private readonly Stopwatch _elapsed = Stopwatch.StartNew();
    private int _count;
    private int _finished;
    private int _created;
    private int _mostRunning;
    private TimeSpan _createdTime;
    private TimeSpan _estimatedEnd;
    private bool _isInputEnded;

    public BatchProgress(PipelineWriter output) => _lines = output.Display.Show(new ProgressGroup<VideoJob>(
        output, ("Creating videos", "Video"), Read, () => _running.Keys, ReadOne));

    /// <summary>The number of jobs that have not ended.</summary>
    public int OpenCount => _count - _finished;

    public void Add() => _count++;

    /// <summary>A job that was added doesn't start.</summary>
    public void Remove() => _count--;

    /// <summary>The count is final, so the remaining time can be estimated.</summary>
    public void EndInput()
    {
        _isInputEnded = true;
        EstimateEnd();
    }

    public void Report(VideoJob job, JobStage stage, int? percent)
    {
        var activity = stage switch
        {
            JobStage.Session => "Starting",
            JobStage.Upload => "Uploading",
            JobStage.Edit => "Editing",
            JobStage.Render => "Exporting",
            _ => "Downloading",
        };
        Report(job, activity, percent);
    }

    public void ReportCheck(VideoJob job) => Report(job, "Checking whether the service received the last message", percent: null);

    /// <param name="job">The job that has ended.</param>
    /// <param name="isCreated">Whether this run created the video. Otherwise, its time says nothing about the others.</param>
    public void End(VideoJob job, bool isCreated)
    {
        _finished++;
        if (isCreated && _running.TryGetValue(job, out var created))
        {
            _created++;
            _createdTime += created.Total.Elapsed;
        }

        _running.Remove(job);
        EstimateEnd();
    }

    public void Dispose() => _lines.Dispose();

    /// <summary>The time starts again with each activity.</summary>
    private void Report(VideoJob job, string activity, int? percent)
    {
        var isSame = _running.TryGetValue(job, out var present) && present.Activity == activity;
        _running[job] = new Running(
            activity, percent, isSame ? present!.Elapsed : Stopwatch.StartNew(), present?.Total ?? Stopwatch.StartNew());
        _mostRunning = Math.Max(_mostRunning, _running.Count);
    }

    private (string? Status, int Percent) ReadOne(VideoJob job)
    {
        var (activity, percent, elapsed, _) = _running[job];
        var done = percent is { } known ? $", {DisplayText.Percent(known)}" : "";
        return ($"{NameOf(job)}: {activity}{done} ({DisplayText.Elapsed(elapsed)})", percent ?? -1);
    }

    private static string NameOf(VideoJob job) =>
        job.OutputName ?? (job.Inputs.Count > 0 ? Path.GetFileName(UrlText.Hide(job.Inputs[0])) : job.Messages[0]);

    /// <summary>
    /// Only when a video ends. Otherwise, the remaining time would increase while a video is being created. Videos that started together
    /// end at about the same time, so what the running ones have done counts; those that take longer than the average are nearly done.
    /// </summary>
    private void EstimateEnd()
    {
        if (_created > 0 && OpenCount > 0)
        {
            var average = _createdTime.TotalSeconds / _created;
            var done = _running.Values.Sum(running => Math.Min(average, running.Total.Elapsed.TotalSeconds));
            var left = ((average * OpenCount) - done) / Math.Min(_mostRunning, OpenCount);
            _estimatedEnd = _elapsed.Elapsed + TimeSpan.FromSeconds(Math.Max(1, left));
        }
    }

    private (string? Status, int Percent) Read()
    {
        var elapsed = DisplayText.Elapsed(_elapsed);
        if (!_isInputEnded)
        {
            return ($"{_finished} finished ({elapsed})", -1);
        }

        var seconds = Math.Ceiling((_estimatedEnd - _elapsed.Elapsed).TotalSeconds);
        var left = OpenCount > 0 && seconds > 0 ? $", about {DisplayText.Time(TimeSpan.FromSeconds(seconds))} remaining" : "";
        return ($"{_finished} of {_count} finished ({elapsed}){left}", _finished * 100 / Math.Max(1, _count));
    }

    /// <summary>What a job does, the percentage if it is known, for how long, and the time since the job started.</summary>
    private sealed record Running(string Activity, int? Percent, Stopwatch Elapsed, Stopwatch Total);
}
