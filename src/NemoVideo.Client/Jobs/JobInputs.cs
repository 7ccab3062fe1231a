using NemoVideo.Client.Uploads;

namespace NemoVideo.Client.Jobs;

/// <summary>The inputs of a job: what identifies them, their order, and their uploads.</summary>
internal sealed class JobInputs(JobWork work)
{
    private readonly ServiceOperations _service = work.Service;
    private IReadOnlyList<JobInput> _inputs = [];
    private string _identity = "";
    private long _identifiedAt;

    /// <summary>The job with its inputs in the order of the log.</summary>
    public VideoJob Job { get; private set; } = work.Job;

    /// <summary>Whether a previous run joined the same inputs in another order, which the video has.</summary>
    public bool HasOtherOrder => !ReferenceEquals(Job, work.Job);

    /// <summary>A hash of what identifies each input.</summary>
    public List<string> Order => JobIdentity.OrderOf(_inputs);

    /// <summary>Reads the inputs, and returns the identity of the job.</summary>
    public string Identify()
    {
        _identifiedAt = _service.Transport.Time.GetTimestamp();
        _inputs = JobIdentity.ReadInputs(Job, work.Run.Services.Catalog, work.Run.Ending);
        return _identity = JobIdentity.Hash(Job, _inputs, work.Run.Services.Api, work.Run.Services.Skill);
    }

    /// <summary>
    /// The same clips in another order are the same job. If a message was sent, the video keeps its order; otherwise, the job starts again.
    /// </summary>
    /// <returns>Whether the job starts from the beginning.</returns>
    public bool UseLoggedOrder(bool restart)
    {
        var (order, state) = (Order, work.State);
        if (restart || state.Order is null || state.Order.SequenceEqual(order))
        {
            return restart;
        }

        if (state is { Messages.Count: 0, Refused: null })
        {
            return true;
        }

        if (state.LastMessage?.State == JobLineState.Done && state.Messages.Count < Job.Messages.Count)
        {
            throw JobErrors.OtherOrder(state.SessionId);
        }

        // Inputs with the same identity are interchangeable.
        var indexes = state.Order.Select(input => order.IndexOf(input)).ToList();
        Job = Job with { Inputs = [.. indexes.Select(index => Job.Inputs[index])] };
        _inputs = [.. indexes.Select(index => _inputs[index])];
        return false;
    }

    /// <summary>The first line of the log.</summary>
    public JobLine Describe() => new(JobLineKind.Start)
    {
        Api = work.Run.Services.Api.GetLeftPart(UriPartial.Authority),
        Inputs = [.. Job.Inputs.Select(static input =>
            UrlText.ParseWeb(input) is { } url ? UrlText.WithoutSecrets(url) : Path.GetFileName(input))],
        Order = _inputs.Count > 1 ? Order : null,
        Messages = [.. Job.Messages.Select(work.Excerpt)],
    };

    /// <summary>Uploads an input, and returns the line for it.</summary>
    public async Task<JobLine> UploadAsync(int number)
    {
        var (session, uploads, ending) = (work.State.SessionId!, _service.Uploads, work.Run.Ending);
        var line = new JobLine(JobLineKind.Upload) { Number = number, State = JobLineState.Sending };
        work.Append(line);

        // If a file has changed since, it is another job, which would not find what was charged here, so the upload fails.
        var isNew = number == 0 && work.HasNewSession;
        await (_inputs[number].File is { } file ? uploads.UploadFileAsync(session, isNew, file, work.Stages, ending)
            : uploads.UploadUrlAsync(session, isNew, UrlText.ParseWeb(Job.Inputs[number])!, ending)).ConfigureAwait(false);
        return line with { State = JobLineState.Done };
    }

    /// <summary>Adds the finished video to the catalog, unless its clips have another order.</summary>
    public void AddToCatalog(JobLine video)
    {
        if (!HasOtherOrder)
        {
            work.Run.Services.Catalog.AddVideo(Job, _identity, _inputs, video, work.Log!.Length);
        }
    }

    /// <summary>A copy that isn't complete can have the time of its source (camel 10131), but it changes.</summary>
    public async Task CheckNotChangingAsync()
    {
        var transport = _service.Transport;
        var pause = transport.Limits.StateSettleInterval - transport.Time.GetElapsedTime(_identifiedAt);
        foreach (var file in _inputs.Select(static input => input.File).OfType<MediaFile>())
        {
            await transport.PauseAsync(pause > TimeSpan.Zero ? pause : TimeSpan.Zero, work.Run.Ending).ConfigureAwait(false);
            pause = TimeSpan.Zero;
            file.CheckNotChanging();
        }
    }
}
