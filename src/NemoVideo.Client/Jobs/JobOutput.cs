using NemoVideo.Client.Exports;
using NemoVideo.Client.Http;

namespace NemoVideo.Client.Jobs;

/// <summary>The file of a job.</summary>
/// <param name="job">The job.</param>
/// <param name="run">The run.</param>
/// <param name="log">The log of the job.</param>
internal sealed class JobOutput(VideoJob job, JobRun run, JobLog log)
{
    private readonly string _requested = job.GetOutputPath();
    private readonly string _name = SafeFileName.Of(job.Name);
    private string? _claim;

    /// <summary>The requested path if a file that no job of this run has written kept the video from it; otherwise, null.</summary>
    public string? TakenPath { get; private set; }

    // Without a separator at the end.
    private string Folder => Path.GetDirectoryName(_requested)!;

    /// <summary>Reserves the path that a new video would get. The folder can change until then.</summary>
    public static string FindFreePath(VideoJob job, JobRun run)
    {
        var requested = job.GetOutputPath();
        return run.Paths.ReserveFree(
            requested, path => File.Exists(path) && (!run.Options.Overwrite || path != requested || run.Paths.Kept.Contains(path)));
    }

    /// <summary>
    /// Reserves the path to which an earlier run wrote this video, and finds the unchanged video: there, else under the name of an equal
    /// job.
    /// </summary>
    public JobFacts Find(bool restart)
    {
        var named = log.State.Files.Reverse().OrderBy(file => !file.IsFor(job)).Where(IsNamed);
        _claim = ClaimFirst(named.Where(file => IsSame(Path.GetDirectoryName(file.Path), Folder)))?.Path;
        if (!restart && _claim is null && ClaimFirst(FindMoved()) is { } moved)
        {
            _claim = moved.Path;
            moved = moved with { LastWriteTime = File.GetLastWriteTimeUtc(moved.Path!) };
            return new JobFacts { Video = moved, IsVideoNamed = true };
        }

        var video = restart ? null : log.State.Videos.Where(video => video.IsFor(job)).Reverse()
            .OrderBy(video => !IsSame(video.Path, _claim)).FirstOrDefault(IsUnchanged);
        return new JobFacts { Restart = restart, Video = video, IsVideoNamed = video is not null && IsSame(video.Path, _claim) };
    }

    /// <summary>Reserves the path of the first of these files that no other job of this run has; null if there is none.</summary>
    private JobLine? ClaimFirst(IEnumerable<JobLine> files)
    {
        foreach (var file in files)
        {
            if (run.Paths.TryReserve(file.Path!, file.Path!))
            {
                return file;
            }
        }

        return null;
    }

    /// <summary>The videos that were moved to this folder. Their contents are compared.</summary>
    private IEnumerable<JobLine> FindMoved() => log.State.Videos.Reverse().Where(video => video.IsFor(job) && IsNamed(video))
        .Select(video => video with { Path = Path.Combine(Folder, Path.GetFileName(video.Path!)), LastWriteTime = null })
        .Where(IsUnchanged);

    /// <summary>The path that the video has, or would get.</summary>
    public string FindPath() => _claim ?? FindFreePath(job, run);

    /// <summary>Creates the folder and checks that the video can be written, before anything is charged.</summary>
    public void CheckFolder() => new VideoFile(_requested, overwrite: true) { IsOfJob = true }.CheckFolder();

    public Task<JobLine> DownloadAsync(RenderJob render, IProgress<TransferProgress> progress) =>
        WriteAsync(render.Id, render.Duration, file => run.Services.For(job.Skill)
            .DownloadAsync(render, file, progress, run.Ending));

    /// <summary>Copies the video of an equal job, which costs nothing.</summary>
    public Task<JobLine> CopyAsync(JobLine video) => WriteAsync(video.Render!, video.Duration, file => file.WriteAsync(
        video.Render!,
        async (target, token) =>
        {
            using var source = new FileStream(video.Path!, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1);
            await source.CopyToAsync(target, 80 * 1024, token).ConfigureAwait(false);
        },
        run.Ending));

    private async Task<JobLine> WriteAsync(string render, TimeSpan? duration, Func<VideoFile, Task<string>> write)
    {
        await run.Downloads.WaitAsync(run.Ending).ConfigureAwait(false);
        try
        {
            JobLine? line = null;
            var own = _claim ?? _requested;
            await write(new VideoFile(
                _requested, Claim, path => path == _requested && path != own ? own : run.Paths.Next(path))
            {
                IsOfJob = true,
                Completed = (file, part) => line = Describe(file, part, render, duration),
            }).ConfigureAwait(false);
            return line!;

            // Logs the name before the video gets it. Another program can take the name in the meantime, and the next one is logged.
            NameClaim Claim(string path)
            {
                var isReplaceable = IsReplaceable(path);
                TakenPath ??= path == _requested && !isReplaceable && !run.Options.Overwrite && File.Exists(path)
                    && !run.Paths.IsRequested(path) ? path : null;
                if ((!isReplaceable && (File.Exists(path) || Directory.Exists(path)))
                    || !(IsSame(path, _claim) || run.Paths.TryReserve(path, path == own ? path : _requested)))
                {
                    return NameClaim.Taken;
                }

                log.Append(line = line! with { Path = path });
                return isReplaceable ? NameClaim.Replacing : NameClaim.New;
            }
        }
        finally
        {
            run.Downloads.Release();
        }
    }

    /// <summary>Describes the complete file. Another program can have replaced the file at its path.</summary>
    private JobLine Describe(FileStream file, string part, string render, TimeSpan? duration)
    {
        file.Position = 0;
        return new JobLine(JobLineKind.File)
        {
            Name = _name,
            Render = render,
            Quality = job.Quality,
            Options = job.Output.Options,
            Length = file.Length,
            LastWriteTime = File.GetLastWriteTimeUtc(part),
            ContentHash = Hash(file),
            Duration = duration,
        };
    }

    /// <summary>A file is replaced only if this job wrote it and it is unchanged, or if the caller allows it. An input never is.</summary>
    private bool IsReplaceable(string path) => File.Exists(path) && !run.Paths.Kept.Contains(path)
        && (log.State.Files.Any(video => IsNamed(video) && IsSame(video.Path, path) && IsUnchanged(video))
            || (run.Options.Overwrite && string.Equals(Path.GetFileName(path), Path.GetFileName(_requested), PathRules.Comparison)));

    private bool IsNamed(JobLine file) => file.Name is { } name && string.Equals(
        PathRules.Normalize(name), PathRules.Normalize(_name), PathRules.Comparison);

    /// <summary>Whether two paths are of the same file. The destination can be written in another way than in the previous run.</summary>
    private static bool IsSame(string? one, string? other) =>
        one == other || (one is not null && other is not null && PathRules.KeyOf(one) == PathRules.KeyOf(other));

    /// <summary>Whether a file is the one that was written. If only its time has changed, its content is compared.</summary>
    private bool IsUnchanged(JobLine video)
    {
        try
        {
            var info = new FileInfo(video.Path!);
            return info.Exists && info.Length == video.Length
                && (info.LastWriteTimeUtc == video.LastWriteTime || HashOf(info.FullName) == video.ContentHash);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private string HashOf(string path)
    {
        using var file = HeldFile.Access(() => new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1));
        return Hash(file);
    }

    private string Hash(FileStream file) => ContentHash.OfFile(file.Length, chunk => file.Read(chunk, 0, chunk.Length), run.Ending);
}
