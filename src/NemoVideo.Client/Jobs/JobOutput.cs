using NemoVideo.Client.Exports;
using NemoVideo.Client.Journal;

namespace NemoVideo.Client.Jobs;

/// <summary>The free part of a job: its render and its file.</summary>
/// <param name="job">The job.</param>
/// <param name="run">The run.</param>
/// <param name="execution">The execution of the job.</param>
/// <param name="record">The record of the job.</param>
/// <param name="claim">The path from <see cref="Claim"/>; null if there is none.</param>
internal sealed class JobOutput(VideoJob job, JobRun run, JobExecution execution, JobRecord record, string? claim)
{
    private const int MaxEarlierRenders = 20;
    private const int MaxNames = 100;

    private readonly JobServices _services = run.Services;

    // Without a separator at the end.
    private readonly string _folder = Path.GetDirectoryName(RequestedPath(job))!;
    private readonly string _name = SafeFileName.Of(NameOf(job));
    private readonly string? _options = job.Output.Options;

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
        while ((File.Exists(path) && (!run.Options.Overwrite || path != requested || run.IsKept(path)))
            || !run.TryReserve(path, requested))
        {
            path = run.NextName(path);
        }

        return path;
    }

    /// <summary>Reserves the path to which a previous run wrote the video; null if none did, or if it is that of an equal job.</summary>
    public string? Claim() => record.State.Files.Reverse()
        .FirstOrDefault(video => video.Name == _name && video.Format == job.Format && Path.GetDirectoryName(video.Path) == _folder
            && run.TryReserve(video.Path!, video.Path!))?.Path;

    /// <summary>The claimed video, if it is the requested one and unchanged; otherwise, null.</summary>
    public async Task<JobLine?> FindAsync() =>
        record.State.Videos.LastOrDefault(video => video.Path == claim) is { } video && IsRequested(video)
        && await IsUnchangedAsync(video, video.Path!).ConfigureAwait(false) ? video : null;

    /// <summary>Creates the folder and checks that the video can be written, before anything is charged.</summary>
    public void CheckFolder() => new VideoFile(RequestedPath(job), overwrite: true) { IsOfJob = true }.CheckFolder();

    /// <summary>Renders, unless the record has the render, and downloads the video.</summary>
    public async Task<JobLine> CreateAsync()
    {
        NemoException? failure = null;
        await execution.EnterAsync(JobStage.Render).ConfigureAwait(false);

        // All of them contain all edits. Any of them may be complete, even if a later one failed or is lost.
        var renders = record.State.Renders.Where(IsRequested).Select(static line => line.Render!).Reverse();
        foreach (var earlier in renders.Take(MaxEarlierRenders).ToList())
        {
            var isCompleted = false;
            try
            {
                // After one that can't be used, the others are only polled once, because each wait could be long.
                var known = failure is null ? await WaitAsync(earlier).ConfigureAwait(false)
                    : await _services.Renders.GetAsync(earlier, run.Ending).ConfigureAwait(false);
                isCompleted = known.Status == RenderStatus.Completed;
                if (isCompleted)
                {
                    return await DownloadAsync(known).ConfigureAwait(false);
                }
            }
            catch (NemoException unknown) when (unknown.Kind == NemoErrorKind.RenderNotFound && !isCompleted)
            {
            }
            catch (NemoException unusable) when (CanRenderAgain(unusable)
                || (failure is not null && unusable.Kind is NemoErrorKind.RateLimited or NemoErrorKind.ConnectionFailed))
            {
                failure ??= unusable;
                await execution.EnterAsync(JobStage.Render).ConfigureAwait(false);
            }
        }

        var render = await WaitAsync(await SubmitAsync(failure).ConfigureAwait(false)).ConfigureAwait(false);
        return render.Status == RenderStatus.Completed ? await DownloadAsync(render).ConfigureAwait(false) : throw new NemoException(
            NemoErrorKind.RenderFailed,
            $"The export '{render.Id}' {(render.Status == RenderStatus.Canceled ? "was canceled" : "failed")}"
                + $"{(render.Error is { } error ? $": {error.TrimEnd('.')}" : "")}.",
            "Try again. The module won't send the messages again, so you aren't charged again.");
    }

    /// <param name="failure">Why the previous render can't be used now; null if the service doesn't have one.</param>
    private async Task<string> SubmitAsync(NemoException? failure)
    {
        try
        {
            var state = await _services.States.GetReadableAsync(record.State.SessionId!, run.Ending).ConfigureAwait(false);
            var render = await _services.Renders.SubmitAsync(state, job.Output, Announce, run.Ending).ConfigureAwait(false);
            if (render.Id != record.State.Renders[record.State.Renders.Count - 1].Render)
            {
                Announce(render.Id);
            }

            return render.Id;
        }
        catch (NemoException empty) when (empty.Kind == NemoErrorKind.NotReady && failure is not null)
        {
            throw failure;
        }
        catch (NemoException empty) when (empty.Kind == NemoErrorKind.NotReady && record.State.LastMessage?.TracksAfter is { Count: > 0 })
        {
            // Another message would be charged, and the timeline may be there again later.
            throw empty.Restate(
                "The service returned an empty timeline, although the edit is complete.",
                "Run the same job again later. The messages won't be sent again.");
        }
        catch (NemoException empty) when (empty.Kind == NemoErrorKind.NotReady && job.Inputs.Count == 0)
        {
            throw empty.Restate(
                "No input was specified for the video, and the agent didn't generate a clip, so there is nothing to export.",
                "Specify an input, or change the message so that it asks the agent to generate a clip.");
        }
        catch (NemoException gone) when (gone.Kind == NemoErrorKind.SessionNotFound)
        {
            // A new session would be charged, and the next run may be able to use the previous render.
            throw failure ?? WithoutSession(gone);
        }

        // The next run can find the render even if the response is lost.
        void Announce(string id) => record.Append(
            new JobLine(JobStep.Render) { Render = id, Format = job.Format, Quality = job.Quality, Options = _options });
    }

    /// <summary>The error if the session is gone and no render of the job has the requested video.</summary>
    private NemoException WithoutSession(NemoException gone) => record.State.Renders.FirstOrDefault(line => !IsRequested(line)) is { } other
        ? gone.Restate(
            $"The service can't find the session, so the video can't be exported as {Describe(job.Format, job.Quality, _options)}.",
            $"A previous run exported it as {Describe(other.Format, other.Quality, other.Options)}. "
                + "Run the job with these options to download that video. You aren't charged for it.")
        : gone.Restate(
            "The service can't find the session, so the video can't be exported.",
            "If you used another token before, connect with that token again. Otherwise, create the video again.",
            action: NemoAction.RestartJob,
            target: record.State.SessionId);

    private Task<RenderJob> WaitAsync(string id)
    {
        var limits = _services.Transport.Limits;
        return _services.Renders.WaitAsync(
            id, run.Options.PollInterval ?? limits.RenderPollInterval, limits.RenderTimeout, progress: null, run.Ending);
    }

    private async Task<JobLine> DownloadAsync(RenderJob render)
    {
        await execution.EnterAsync(JobStage.Download).ConfigureAwait(false);
        await run.Downloads.WaitAsync(run.Ending).ConfigureAwait(false);
        try
        {
            JobLine? line = null;
            var nameCount = 0;
            var requested = Path.Combine(_folder, $"{_name}.{job.Format}");
            var own = claim ?? requested;
            await _services.DownloadAsync(
                render,
                new VideoFile(requested, NameAsync, path => path == requested && path != own ? own : run.NextName(path))
                {
                    IsOfJob = true,
                    Completed = (file, part) => line = Describe(file, part, render),
                },
                run.Ending).ConfigureAwait(false);
            return line!;

            // Records the name before the video gets it. Another program can take the name in the meantime, and the next one is recorded.
            async Task<bool?> NameAsync(string path)
            {
                var isReplaceable = await IsReplaceableAsync(path).ConfigureAwait(false);
                if ((!isReplaceable && (File.Exists(path) || Directory.Exists(path))) || !(path == claim || run.TryReserve(path, path == own ? path : requested)))
                {
                    return null;
                }

                // Otherwise, another user who takes each name could fill the record.
                if (++nameCount > MaxNames)
                {
                    throw new IOException($"Another program took the name of the video {MaxNames} times while the video was being saved.");
                }

                line = line! with { Path = path };
                record.Append(line);
                return isReplaceable;
            }
        }
        finally
        {
            run.Downloads.Release();
        }
    }

    /// <summary>Describes the downloaded file. Another program can have replaced the file at its path.</summary>
    private JobLine Describe(FileStream file, string part, RenderJob render)
    {
        file.Position = 0;
        return new JobLine(JobStep.File)
        {
            Name = _name,
            Render = render.Id,
            Format = job.Format,
            Quality = job.Quality,
            Options = _options,
            Length = file.Length,
            LastWriteTime = File.GetLastWriteTimeUtc(part),
            ContentHash = Hash(file, file.Length),
            Duration = render.Duration,
        };
    }

    /// <summary>A file is replaced only if this job wrote it and it is unchanged, or if the caller allows it. An input never is.</summary>
    private async Task<bool> IsReplaceableAsync(string path)
    {
        if (!File.Exists(path) || run.IsKept(path))
        {
            return false;
        }

        // After a video with another name, the record can be that of an equal job.
        foreach (var own in record.State.Files.Reverse().TakeWhile(video => video.Name == _name).Where(video => video.Path == path))
        {
            if (await IsUnchangedAsync(own, path, isSure: true).ConfigureAwait(false))
            {
                return true;
            }
        }

        return run.Options.Overwrite && Path.GetFileName(path) == $"{_name}.{job.Format}";
    }

    /// <summary>Whether a new render, which is free, can help if that of a previous run can't be polled or downloaded.</summary>
    private static bool CanRenderAgain(NemoException unusable) =>
        unusable.Kind is not (NemoErrorKind.RateLimited or NemoErrorKind.FileAccess
            or NemoErrorKind.ConnectionFailed or NemoErrorKind.Closed);

    private static string WithoutExtension(string name, string extension) =>
        name.Length > extension.Length && name.EndsWith(extension, StringComparison.OrdinalIgnoreCase)
            ? name.Substring(0, name.Length - extension.Length)
            : name;

    private static string PathOf(string input) =>
        JobIdentity.UrlOf(input) is { } url ? Uri.UnescapeDataString(url.AbsolutePath) : input;

    private bool IsRequested(JobLine line) => line.Format == job.Format && line.Quality == job.Quality && line.Options == _options;

    private static string Describe(string? format, string? quality, string? options) =>
        $"{format} in {quality} quality{(options is null ? "" : $" ({options})")}";

    /// <summary>Whether the file is the one that this job wrote. A program can change it and keep the time of the last write.</summary>
    private async Task<bool> IsUnchangedAsync(JobLine video, string path, bool isSure = false)
    {
        try
        {
            var file = new FileInfo(path);
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
