using System.Security.Cryptography;
using NemoVideo.Client.Operations;

namespace NemoVideo.Client.Jobs;

/// <summary>The free part of a job: its render and its file.</summary>
internal sealed class JobOutput(VideoJob job, JobRun run, JobExecution execution, JobRecord record, string identity)
{
    private const int PrefixLength = 16;
    private const int ChunkBytes = 256 * 1024;

    private readonly JobServices _services = run.Services;
    // Without a separator at the end.
    private readonly string _folder = Path.GetDirectoryName(Path.Combine(Path.GetFullPath(job.Destination), "video"))!;
    private readonly string _name = OutputFileNames.ToSafeName(NameOf(job));

    /// <summary>The requested name of a job's video.</summary>
    public static string NameOf(VideoJob job) =>
        job.OutputName is { Length: > 0 } name ? name
        : job.Inputs.Count == 0 ? "video"
        : Path.GetFileNameWithoutExtension(PathOf(job.Inputs[0])) is { Length: > 0 } input ? input
        : "video";

    /// <summary>The video that a previous run wrote, if it is the requested one and unchanged; otherwise, null.</summary>
    public async Task<JobLine?> FindAsync() =>
        record.State.File is { } video && IsRequested(video) && video.Name == _name && Path.GetDirectoryName(video.Path) == _folder
        && await IsUnchangedAsync(video).ConfigureAwait(false) && run.TryReserve(video.Path!) ? video : null;

    /// <summary>Creates the folder and checks that the video can be written, before anything is charged.</summary>
    public void CheckFolder() => new VideoFile(Path.Combine(_folder, _name), overwrite: true).CheckFolder();

    /// <summary>Renders, unless the record has the render, and downloads the video.</summary>
    public async Task<JobLine> CreateAsync()
    {
        await execution.EnterAsync(JobStage.Render).ConfigureAwait(false);
        if (record.State.Render is { } earlier && IsRequested(earlier))
        {
            try
            {
                if (await WaitAsync(earlier.Render!).ConfigureAwait(false) is { Status: RenderStatus.Completed } known)
                {
                    return await DownloadAsync(known).ConfigureAwait(false);
                }
            }
            catch (NemoException unknown) when (RenderOperations.IsUnknownId(unknown))
            {
                // It is rendered again, for free.
                await execution.EnterAsync(JobStage.Render).ConfigureAwait(false);
            }
        }

        var render = await WaitAsync(await SubmitAsync().ConfigureAwait(false)).ConfigureAwait(false);
        return render.Status == RenderStatus.Completed ? await DownloadAsync(render).ConfigureAwait(false) : throw new NemoException(
            NemoErrorKind.RenderFailed,
            $"The export '{render.Id}' failed{(render.Error is { } error ? $": {error}" : ".")}",
            "Try again. The messages aren't sent again, and exports are free of charge.");
    }

    private async Task<string> SubmitAsync()
    {
        try
        {
            var state = await _services.States.GetAsync(record.State.SessionId!, run.Ending).ConfigureAwait(false);
            var render = await _services.Renders.SubmitAsync(state, job.Format, job.Quality, run.Ending).ConfigureAwait(false);
            record.Append(new JobLine(JobStep.Render) { Render = render.Id, Format = job.Format, Quality = job.Quality });
            return render.Id;
        }
        catch (NemoException gone) when (gone.Kind == NemoErrorKind.SessionNotFound)
        {
            throw gone.Restate(
                "The service no longer has the session, so the video can't be exported.",
                "Create the video from the beginning.",
                action: NemoAction.RestartJob,
                target: record.State.SessionId);
        }
    }

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
            // The name is the same in each run, so that a file of a killed process is replaced.
            var download = Path.Combine(_folder, ".nemovideo-" + identity.Substring(0, PrefixLength));
            await _services.DownloadAsync(render, download, run.Ending).ConfigureAwait(false);
            return await MoveAsync(download, render).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw DestinationErrors.ToException(Path.Combine(_folder, _name), exception, render.Id);
        }
        finally
        {
            run.Downloads.Release();
        }
    }

    /// <summary>Moves the video to its final name. A file is replaced only if this job wrote it, or if the caller allows it.</summary>
    private async Task<JobLine> MoveAsync(string download, RenderJob render)
    {
        var file = new FileInfo(download);
        var line = new JobLine(JobStep.File)
        {
            Name = _name,
            Render = record.State.Render!.Render,
            Format = job.Format,
            Quality = job.Quality,
            Length = file.Length,
            LastWriteTime = file.LastWriteTimeUtc,
            ContentHash = await HashAsync(download).ConfigureAwait(false),
            Duration = render.Duration,
        };
        using var folder = OpenedFolder.Open(_folder, isCreating: false);
        for (var number = 1; ; number++)
        {
            var fileName = $"{(number == 1 ? _name : $"{_name} ({number})")}.{job.Format}";
            var path = Path.Combine(_folder, fileName);
            var isReplaceable = await IsReplaceableAsync(path, number).ConfigureAwait(false);
            if (!isReplaceable && (File.Exists(path) || Directory.Exists(path)))
            {
                continue;
            }

            try
            {
                record.Append(line with { Path = path });
                AtomicMove.Move(folder.PathTo(Path.GetFileName(download)), folder.PathTo(fileName), isReplaceable);
                run.TryReserve(path);
                return line with { Path = path };
            }
            catch (IOException) when (!isReplaceable && File.Exists(path))
            {
                // Another program has created it in the meantime.
            }
        }
    }

    private async Task<bool> IsReplaceableAsync(string path, int number)
    {
        foreach (var own in record.State.Files.Where(video => video.Path == path))
        {
            if (await IsUnchangedAsync(own).ConfigureAwait(false))
            {
                return run.TryReserve(path);
            }
        }

        var isInput = job.Inputs.Any(input => JobIdentity.UrlOf(input) is null
            && string.Equals(Path.GetFullPath(input), path, StringComparison.OrdinalIgnoreCase));
        return number == 1 && run.Options.Overwrite && !isInput && run.TryReserve(path);
    }

    private static string PathOf(string input) =>
        JobIdentity.UrlOf(input) is { } url ? Uri.UnescapeDataString(url.AbsolutePath) : input;

    private bool IsRequested(JobLine line) => line.Format == job.Format && line.Quality == job.Quality;

    private async Task<bool> IsUnchangedAsync(JobLine video)
    {
        try
        {
            var file = new FileInfo(video.Path!);
            return file.Exists && file.Length == video.Length && !RegularFile.IsOfAnotherUser(file.FullName)
                && (file.LastWriteTimeUtc == video.LastWriteTime
                    || await HashAsync(file.FullName).ConfigureAwait(false) == video.ContentHash);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private Task<string> HashAsync(string path) => Task.Run(
        () =>
        {
            using var file = RegularFile.OpenRead(path, followLink: false, FileShare.Read);
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            var chunk = new byte[ChunkBytes];
            int count;
            while ((count = file.Read(chunk, 0, chunk.Length)) > 0)
            {
                run.Ending.ThrowIfCancellationRequested();
                hash.AppendData(chunk, 0, count);
            }

            return ContentHash.Write(hash.GetHashAndReset());
        },
        run.Ending);
}
