using System.Diagnostics;
using NemoVideo.Client.Jobs;

namespace NemoVideo.PowerShell.Progress;

/// <summary>The progress of videos: one line for all with the remaining time, and below it a line for each of the first running ones.</summary>
internal sealed class BatchProgress : IProgressDisplay, IDisposable
{
    /// <summary>More lines would fill the screen.</summary>
    private const int MaxLines = 5;

    private readonly PSCmdlet _cmdlet;
    private readonly ProgressLine _all;
    private readonly Dictionary<VideoJob, ProgressLine> _running = [];
    private readonly Stopwatch _elapsed = Stopwatch.StartNew();
    private int _count;
    private int _finished;
    private int _earlier;
    private TimeSpan _estimatedEnd;
    private bool _isInputEnded;

    public BatchProgress(PSCmdlet cmdlet)
    {
        _cmdlet = cmdlet;
        _all = new ProgressLine(cmdlet, "Creating videos", "Starting", Report);
    }

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

    public void Report(VideoJob job, JobStage stage) => Report(job, Describe(stage));

    public void ReportCheck(VideoJob job) => Report(job, "Checking whether the service received the last message");

    /// <param name="job">The job that has ended.</param>
    /// <param name="isEarlier">Whether a previous run created the video, so that its time says nothing about the others.</param>
    public void End(VideoJob job, bool isEarlier)
    {
        _finished++;
        _earlier += isEarlier ? 1 : 0;
        EstimateEnd();
        if (_running.TryGetValue(job, out var line))
        {
            _running.Remove(job);
            line.Dispose();
        }
    }

    public void Show()
    {
        _all.Show();
        foreach (var line in _running.Values.Take(MaxLines))
        {
            line.Show();
        }
    }

    public void Dispose()
    {
        foreach (var line in _running.Values)
        {
            line.Dispose();
        }

        _running.Clear();
        _all.Dispose();
    }

    private void Report(VideoJob job, string action)
    {
        var status = $"{NameOf(job)}: {action}";
        if (!_running.TryGetValue(job, out var line))
        {
            _running[job] = line = new ProgressLine(_cmdlet, "Video", status, refresh: null, _all);
        }

        line.Report(status);
    }

    private static string NameOf(VideoJob job) =>
        job.OutputName ?? (job.Inputs.Count > 0 ? Path.GetFileName(UrlText.Hide(job.Inputs[0])) : job.Messages[0]);

    private static string Describe(JobStage stage) => stage switch
    {
        JobStage.Session => "Starting",
        JobStage.Upload => "Uploading",
        JobStage.Edit => "Editing",
        JobStage.Render => "Exporting",
        _ => "Downloading",
    };

    /// <summary>Only when a video ends. Otherwise, the remaining time would increase while a video is being created.</summary>
    private void EstimateEnd()
    {
        if (_finished > _earlier)
        {
            var elapsed = _elapsed.Elapsed;
            _estimatedEnd = elapsed + TimeSpan.FromSeconds(elapsed.TotalSeconds / (_finished - _earlier) * OpenCount);
        }
    }

    private void Report(ProgressLine line)
    {
        var count = _isInputEnded ? $"{_finished} of {_count} finished" : $"{_finished} finished";
        var seconds = Math.Ceiling((_estimatedEnd - _elapsed.Elapsed).TotalSeconds);
        var left = _isInputEnded && OpenCount > 0 && seconds > 0
            ? $", about {DisplayText.Time(TimeSpan.FromSeconds(seconds))} remaining" : "";
        line.Report(count + left, _isInputEnded ? _finished * 100 / Math.Max(1, _count) : -1);
    }
}
