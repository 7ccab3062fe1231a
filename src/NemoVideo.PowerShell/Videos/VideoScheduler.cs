namespace NemoVideo.PowerShell;

/// <summary>
/// Decides what happens to each video: another shard creates it, -WhatIf only shows it, or it is started. With -Restart, which asks first,
/// and -Force, all inputs are read before the first video is started.
/// </summary>
internal sealed class VideoScheduler(
    PipelineWriter output, CommandConnection connection, JobOptions options, int shardIndex, int shardCount) : IAsyncDisposable
{
    private readonly List<VideoJob> _held = [];
    private readonly JobVariations _variations = new();
    private readonly VideoSummary _summary = new(output, connection);
    private VideoBatch? _batch;
    private JobPreview? _preview;
    private int _previewed;
    private int _complete;
    private long _estimate;

    /// <summary>The skill with a name; null for the connection's.</summary>
    /// <exception cref="NemoException">The skill is neither built in nor that of the connection.</exception>
    public SkillProfile? FindSkill(string name) =>
        name.Length == 0 || string.Equals(name, connection.Find()?.Skill, StringComparison.OrdinalIgnoreCase)
            ? null : SkillProfile.BuiltIn(name);

    /// <param name="job">The job of the video.</param>
    /// <param name="target">The video in words.</param>
    /// <exception cref="NemoException">A file can't be read.</exception>
    public async Task AddAsync(VideoJob job, string target)
    {
        job = _variations.Number(job);
        if (JobShard.Of(job, shardCount) != shardIndex)
        {
            return;
        }

        var estimate = await EstimateAsync(job);
        if (estimate.HasOtherOrder)
        {
            output.Warn(OtherOrder(target));
        }

        if (!output.ShouldProcess(target, Describe(job, estimate)))
        {
            if (output.IsWhatIf)
            {
                _previewed++;
                _complete += estimate.IsComplete ? 1 : 0;
                _estimate += estimate.Credit;
            }

            return;
        }

        if (options.Restart || options.Overwrite)
        {
            // With -Force, a video could replace a file that is read later.
            _held.Add(job);
            _estimate += estimate.Credit;
        }
        else
        {
            await StartAsync(job);
        }
    }

    /// <summary>Counts an input that can't be used.</summary>
    public void AddRejected(ErrorRecord error) => _summary.AddRejected(error);

    /// <summary>Starts what was confirmed, waits until all videos have ended, and writes the summary.</summary>
    public async Task CompleteAsync()
    {
        if (_previewed > 0)
        {
            await WritePreviewAsync();
        }

        if (_held.Count > 0 && (!options.Restart || ConfirmRestart()))
        {
            foreach (var job in _held)
            {
                await StartAsync(job);
            }
        }

        if (_batch is not null)
        {
            await _batch.CompleteAsync();
        }

        output.Failures.WriteNotProcessed();
        await _summary.WriteAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _preview?.Dispose();
        if (_batch is not null)
        {
            await _batch.DisposeAsync();
        }
    }

    /// <summary>The warning that the same clips are joined in another order, which the video has.</summary>
    public static string OtherOrder(string target) =>
        $"'{target}': The same clips with the same message are already joined in another order, which the video keeps. For a video in this "
        + "order, use another message, or -Restart for this input alone. All its messages are then sent and charged.";

    private static string Describe(VideoJob job, JobEstimate estimate)
    {
        if (estimate.IsComplete)
        {
            return $"Keep the video '{estimate.OutputPath}' from a previous run (costs no credits)";
        }

        var (count, noun) = (job.Messages.Count, job.Messages.Count == 1 ? "message" : "messages");
        var sent = estimate.SentCount == count ? $"the {noun}" : $"{estimate.SentCount} of {count} {noun}";
        sent = estimate.SentCount == 0 ? "" : $"; a previous run has already sent {sent}";
        return $"Create the video '{estimate.OutputPath}' with the {noun} {string.Join(", ", job.Messages.Select(DisplayText.Quote))} "
            + $"(costs {(estimate.Credit > 0 ? $"about {estimate.Credit}" : "no")} credits{sent})";
    }

    /// <summary>With -WhatIf, the estimate includes what previous runs did.</summary>
    private async Task<JobEstimate> EstimateAsync(VideoJob job)
    {
        if (!output.IsWhatIf)
        {
            return new JobEstimate(JobOptions.EstimateCredit(job), SentCount: 0, job.GetOutputPath(), IsComplete: false);
        }

        // The client reads the files only if there are records of previous runs.
        foreach (var file in job.Inputs.Where(static input => !VideoInputs.IsUrl(input)))
        {
            MediaFile.Check(file);
        }

        var preview = _preview ??= (await ConnectAsync()).PreviewJobs(options, output.StopToken);
        return await Task.Run(() => preview.Estimate(job));
    }

    private async Task StartAsync(VideoJob job)
    {
        _batch ??= new VideoBatch(output, connection, await ConnectAsync(), options, _summary);
        await _batch.AddAsync(job);
    }

    private async Task<NemoClient> ConnectAsync()
    {
        var client = await connection.ResolveClientAsync();
        CommandException.ThrowIf(shardCount > 1 && client.TokenSource is TokenSource.Free or TokenSource.Cache, ErrorRecords.ShardsWithoutToken);
        return client;
    }

    private bool ConfirmRestart()
    {
        var isConfirmed = output.TryAsk(
            $"All messages for {VideoInputs.Count(_held.Count)} will be sent again. This costs about {_estimate} credits. Do you want to "
                + "continue?",
            "Start again?");
        CommandException.ThrowIf(isConfirmed is null, ErrorRecords.RestartNotConfirmed);
        if (isConfirmed == false)
        {
            output.Warn("No message was sent, and no video was created.");
        }

        return isConfirmed == true;
    }

    private async Task WritePreviewAsync()
    {
        var resumed = _complete > 0 ? $" Previous runs have already created {VideoInputs.Count(_complete)}." : "";
        var balance = (await new CreditCheck(output, connection).TryReadAsync())?.Available;
        var available = balance is null ? "" : $" Available credits: {balance}.";
        var problem = options.MaximumCredit is { } maximum && maximum < Math.Min(_estimate, balance ?? long.MaxValue)
                ? $" With -MaximumCredit {maximum}, {(_previewed == 1 ? "it would not" : "not all of them would")} be created."
            : balance < _estimate ? $" The credits aren't enough for {(_previewed == 1 ? "it" : "all of them")}."
            : "";
        output.WriteHostLine($"What if: {VideoInputs.Count(_previewed)} would cost about {_estimate} credits.{resumed}{available}{problem}");
    }
}
