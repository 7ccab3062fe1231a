using NemoVideo.Client.Exports;

namespace NemoVideo.Client.Jobs;

/// <summary>The file of a job.</summary>
/// <param name="job">The job.</param>
/// <param name="run">The run.</param>
/// <param name="log">The log of the job.</param>
internal sealed class JobOutput(VideoJob job, JobRun run, JobLog log)
{
    private const int MaxNames = 100;

    // Without a separator at the end.
    private readonly string _folder = Path.GetDirectoryName(RequestedPath(job))!;
    private readonly string _name = SafeFileName.Of(NameOf(job));
    private string? _claim;

    /// <summary>The requested name of a job's video.</summary>
    public static string NameOf(VideoJob job) =>
        job.OutputName is { Length: > 0 } name ? WithoutExtension(name, $".{job.Format}")
        : job.Inputs.Count == 0 ? "video"
        : Path.GetFileNameWithoutExtension(PathOf(job.Inputs[0])) is { Length: > 0 } input ? input
        : "video";

    /// <summary>The full path of a job's video if no other file has it.</summary>
    public static string RequestedPath(VideoJob job) =>
        Path.Combine(Path.GetFullPath(job.Destination), $"{SafeFileName.Of(NameOf(job))}.{job.Format}");

    /// <summary>Reserves the path that a new video would get. The folder can change until then.</summary>
    public static string FindFreePath(VideoJob job, JobRun run)
    {
        var requested = RequestedPath(job);
        var path = requested;
        while ((File.Exists(path) && (!run.Options.Overwrite || path != requested || run.Names.IsKept(path)))
            || !run.Names.TryReserve(path, requested))
        {
            path = run.Names.Next(path);
        }

        return path;
    }

    /// <summary>
    /// Reserves the path to which an earlier run wrote this video, and finds the unchanged video: there, else under the name of an equal job.
    /// </summary>
    public async Task<JobFacts> FindAsync(JobFacts facts)
    {
        _claim = log.State.Files.Reverse().FirstOrDefault(file => file.Name == _name && file.Format == job.Format
            && Path.GetDirectoryName(file.Path) == _folder && run.Names.TryReserve(file.Path!, file.Path!))?.Path;
        if (facts.Restart)
        {
            return facts;
        }

        foreach (var video in log.State.Videos.Where(video => video.IsFor(job)).Reverse().OrderBy(video => video.Path != _claim))
        {
            var isNamed = video.Path == _claim;
            if (await IsUnchangedAsync(video, isSure: !isNamed).ConfigureAwait(false))
            {
                return facts with { Video = video, IsVideoNamed = isNamed };
            }
        }

        return facts;
    }

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
            var nameCount = 0;
            var requested = Path.Combine(_folder, $"{_name}.{job.Format}");
            var own = _claim ?? requested;
            await write(new VideoFile(
                requested, NameAsync, path => path == requested && path != own ? own : run.Names.Next(path))
            {
                IsOfJob = true,
                Completed = (file, part) => line = Describe(file, part, render, duration),
            }).ConfigureAwait(false);
            return line!;

            // Logs the name before the video gets it. Another program can take the name in the meantime, and the next one is logged.
            async Task<bool?> NameAsync(string path)
            {
                var isReplaceable = await IsReplaceableAsync(path).ConfigureAwait(false);
                if ((!isReplaceable && (File.Exists(path) || Directory.Exists(path)))
                    || !(path == _claim || run.Names.TryReserve(path, path == own ? path : requested)))
                {
                    return null;
                }

                // Otherwise, another program that takes each name could fill the log.
                if (++nameCount > MaxNames)
                {
                    throw new IOException($"Another program took the name of the video {MaxNames} times while the video was being saved.");
                }

                line = line! with { Path = path };
                log.Append(line);
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
            Format = job.Format,
            Quality = job.Quality,
            Options = job.Output.Options,
            Length = file.Length,
            LastWriteTime = File.GetLastWriteTimeUtc(part),
            ContentHash = Hash(file, file.Length),
            Duration = duration,
        };
    }

    /// <summary>A file is replaced only if this job wrote it and it is unchanged, or if the caller allows it. An input never is.</summary>
    private async Task<bool> IsReplaceableAsync(string path)
    {
        if (!File.Exists(path) || run.Names.IsKept(path))
        {
            return false;
        }

        foreach (var own in log.State.Files.Reverse().Where(video => video.Name == _name && video.Path == path))
        {
            if (await IsUnchangedAsync(own, isSure: true).ConfigureAwait(false))
            {
                return true;
            }
        }

        return run.Options.Overwrite && Path.GetFileName(path) == $"{_name}.{job.Format}";
    }

    private static string WithoutExtension(string name, string extension) =>
        name.Length > extension.Length && name.EndsWith(extension, StringComparison.OrdinalIgnoreCase)
            ? name.Substring(0, name.Length - extension.Length)
            : name;

    private static string PathOf(string input) =>
        JobIdentity.UrlOf(input) is { } url ? Uri.UnescapeDataString(url.AbsolutePath) : input;

    /// <summary>Whether a file is the one that was written. A program can change it and keep the time of the last write.</summary>
    private async Task<bool> IsUnchangedAsync(JobLine video, bool isSure)
    {
        try
        {
            var file = new FileInfo(video.Path!);
            return file.Exists && file.Length == video.Length
                && ((!isSure && file.LastWriteTimeUtc == video.LastWriteTime)
                    || await HashAsync(file.FullName, file.Length).ConfigureAwait(false) == video.ContentHash);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private Task<string> HashAsync(string path, long length) => Task.Run(
        () =>
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1);
            return Hash(file, length);
        },
        run.Ending);

    private string Hash(FileStream file, long length) =>
        ContentHash.OfFile(length, chunk => file.Read(chunk, 0, chunk.Length), run.Ending);
}
