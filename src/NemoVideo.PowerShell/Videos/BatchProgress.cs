namespace NemoVideo.PowerShell;

/// <summary>
/// The progress of videos: one line for all with the remaining time, and below it a line for each of the first running ones.
/// </summary>
internal sealed class BatchProgress : IDisposable
{
    private readonly ProgressGroup<VideoJob> _lines;
    private readonly Dictionary<VideoJob, string> _running = [];
    private readonly Stopwatch _elapsed = Stopwatch.StartNew();
    private int _count;
    private int _finished;
    private int _earlier;
    private TimeSpan _estimatedEnd;
    private bool _isInputEnded;

    public BatchProgress(PipelineWriter output) => _lines = output.Display.Show(new ProgressGroup<VideoJob>(
        output, ("Creating videos", "Video"), Read, () => _running.Keys, job => ($"{NameOf(job)}: {_running[job]}", -1)));

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

    public void Report(VideoJob job, JobStage stage) => _running[job] = stage switch
    {
        JobStage.Session => "Starting",
        JobStage.Upload => "Uploading",
        JobStage.Edit => "Editing",
        JobStage.Render => "Exporting",
        _ => "Downloading",
    };

    public void ReportCheck(VideoJob job) => _running[job] = "Checking whether the service received the last message";

    /// <param name="job">The job that has ended.</param>
    /// <param name="isEarlier">Whether a previous run created the video, so that its time says nothing about the others.</param>
    public void End(VideoJob job, bool isEarlier)
    {
        _finished++;
        _earlier += isEarlier ? 1 : 0;
        EstimateEnd();
        _running.Remove(job);
    }

    public void Dispose() => _lines.Dispose();

    private static string NameOf(VideoJob job) =>
        job.OutputName ?? (job.Inputs.Count > 0 ? Path.GetFileName(UrlText.Hide(job.Inputs[0])) : job.Messages[0]);

    /// <summary>Only when a video ends. Otherwise, the remaining time would increase while a video is being created.</summary>
    private void EstimateEnd()
    {
        if (_finished > _earlier)
        {
            var elapsed = _elapsed.Elapsed;
            _estimatedEnd = elapsed + TimeSpan.FromSeconds(elapsed.TotalSeconds / (_finished - _earlier) * OpenCount);
        }
    }

    private (string? Status, int Percent) Read()
    {
        if (!_isInputEnded)
        {
            return ($"{_finished} finished", -1);
        }

        var seconds = Math.Ceiling((_estimatedEnd - _elapsed.Elapsed).TotalSeconds);
        var left = OpenCount > 0 && seconds > 0 ? $", about {DisplayText.Time(TimeSpan.FromSeconds(seconds))} remaining" : "";
        return ($"{_finished} of {_count} finished{left}", _finished * 100 / Math.Max(1, _count));
    }
}
