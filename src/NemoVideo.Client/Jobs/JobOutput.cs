using NemoVideo.Client.Exports;

namespace NemoVideo.Client.Jobs;

/// <summary>The file of a job.</summary>
/// <param name="job">The job.</param>
/// <param name="run">The run.</param>
/// <param name="log">The log of the job.</param>
internal sealed class JobOutput(VideoJob job, JobRun run, JobLog log)
{
    // Without a separator at the end.
    private readonly string _folder = Path.GetDirectoryName(RequestedPath(job))!;
    private readonly string _name = SafeFileName.Of(NameOf(job));
    private string? _claim;

    /// <summary>The requested path if a file that no job of this run has written kept the video from it; otherwise, null.</summary>
    public string? TakenPath { get; private set; }

    /// <summary>The requested name of a job's video.</summary>
    public static string NameOf(VideoJob job) =>
        job.OutputName is { Length: > 0 } name ? WithoutExtension(name, $".{RenderOutput.Format}")
        : job.Inputs.Count == 0 ? "video"
        : Path.GetFileNameWithoutExtension(PathOf(job.Inputs[0])) is { Length: > 0 } input ? input
        : "video";

    /// <summary>The full path of a job's video if no other file has it.</summary>
    public static string RequestedPath(VideoJob job) =>
        Path.Combine(Path.GetFullPath(job.Destination), $"{SafeFileName.Of(NameOf(job))}.{RenderOutput.Format}");

    /// <summary>Reserves the path that a new video would get. The folder can change until then.</summary>
    public static string FindFreePath(VideoJob job, JobRun run)
    {
        var requested = RequestedPath(job);
        return run.Paths.ReserveFree(
            requested, path => File.Exists(path) && (!run.Options.Overwrite || path != requested || IsKept(path, run)));
    }

    /// <summary>
    /// Reserves the path to which an earlier run wrote this video, and finds the unchanged video: there, else under the name of an equal
    /// job.
    /// </summary>
    public JobFacts Find(bool restart)
    {
        // FirstOrDefault with a condition would test all items, and so reserve all paths.
        _claim = log.State.Files.Reverse().OrderBy(file => !file.IsFor(job)).Where(file => IsNamed(file)
            && IsSame(Path.GetDirectoryName(file.Path), _folder) && run.Paths.TryReserve(file.Path!, file.Path!))
            .Take(1).SingleOrDefault()?.Path;
        if (!restart && _claim is null && FindMoved() is { } moved)
        {
            _claim = moved.Path;
            return new JobFacts { Video = moved, IsVideoNamed = true };
        }

        var video = restart ? null : log.State.Videos.Where(video => video.IsFor(job)).Reverse()
            .OrderBy(video => !IsSame(video.Path, _claim)).Where(IsUnchanged).Take(1).SingleOrDefault();
        return new JobFacts { Restart = restart, Video = video, IsVideoNamed = video is not null && IsSame(video.Path, _claim) };
    }

    /// <summary>The video, moved to this folder. Its content is compared once.</summary>
    private JobLine? FindMoved() => log.State.Videos.Reverse().Where(video => video.IsFor(job) && IsNamed(video))
        .Select(video => video with { Path = Path.Combine(_folder, Path.GetFileName(video.Path!)), LastWriteTime = null })
        .FirstOrDefault(video => IsUnchanged(video) && run.Paths.TryReserve(video.Path!, video.Path!)) is { } moved
        ? moved with { LastWriteTime = File.GetLastWriteTimeUtc(moved.Path!) } : null;

    /// <summary>The path that the video has, or would get.</summary>
    public string FindPath() => _claim ?? FindFreePath(job, run);

    /// <summary>Creates the folder and checks that the video can be written, before anything is charged.</summary>
    public void CheckFolder() => new VideoFile(RequestedPath(job), overwrite: true) { IsOfJob = true }.CheckFolder();

    public Task<JobLine> DownloadAsync(RenderJob render) =>
        WriteAsync(render.Id, render.Duration, file => run.Services.DownloadAsync(render, file, run.Ending));

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
            var requested = Path.Combine(_folder, $"{_name}.{RenderOutput.Format}");
            var own = _claim ?? requested;
            await write(new VideoFile(
                requested, Decide, path => path == requested && path != own ? own : run.Paths.Next(path))
            {
                IsOfJob = true,
                Completed = (file, part) => line = Describe(file, part, render, duration),
            }).ConfigureAwait(false);
            return line!;

            // Logs the name before the video gets it. Another program can take the name in the meantime, and the next one is logged.
            bool? Decide(string path)
            {
                var isReplaceable = IsReplaceable(path);
                TakenPath ??= path == requested && !isReplaceable && !run.Options.Overwrite && File.Exists(path)
                    && !run.Paths.IsRequested(path) ? path : null;
                if ((!isReplaceable && (File.Exists(path) || Directory.Exists(path)))
                    || !(IsSame(path, _claim) || run.Paths.TryReserve(path, path == own ? path : requested)))
                {
                    return null;
                }

                log.Append(line = line! with { Path = path });
                return isReplaceable;
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
    private bool IsReplaceable(string path) => File.Exists(path) && !IsKept(path, run)
        && (log.State.Files.Any(video => IsNamed(video) && IsSame(video.Path, path) && IsUnchanged(video))
            || (run.Options.Overwrite && string.Equals(Path.GetFileName(path), $"{_name}.{RenderOutput.Format}", PathRules.Comparison)));

    private bool IsNamed(JobLine file) => file.Name is { } name && string.Equals(
        PathRules.Normalize(name), PathRules.Normalize(_name), PathRules.Comparison);

    /// <summary>Whether two paths are of the same file. The destination can be written in another way than in the previous run.</summary>
    private static bool IsSame(string? one, string? other) =>
        one == other || (one is not null && other is not null && PathRules.KeyOf(one) == PathRules.KeyOf(other));

    private static bool IsKept(string path, JobRun run) => run.Paths.IsKept(path) || run.Options.IsKept?.Invoke(path) == true;

    private static string WithoutExtension(string name, string extension) =>
        name.Length > extension.Length && name.EndsWith(extension, StringComparison.OrdinalIgnoreCase)
            ? name.Substring(0, name.Length - extension.Length)
            : name;

    private static string PathOf(string input) =>
        JobIdentity.UrlOf(input) is { } url ? Uri.UnescapeDataString(url.AbsolutePath) : input;

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
