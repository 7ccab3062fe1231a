namespace NemoVideo.PowerShell;

/// <summary>
/// Decides what happens to each video: another shard creates it, -Plan returns it, -WhatIf shows it, or it is started. With -Restart, which
/// asks first, and -Force, all inputs are read before the first video is started.
/// </summary>
internal sealed class VideoScheduler(
    PipelineWriter output, CommandConnection connection, JobOptions options, bool isPlan, int shardIndex, int shardCount) : IAsyncDisposable
{
    private readonly List<NemoVideoPlan> _previewed = [];
    private readonly List<NemoVideoPlan> _held = [];
    private readonly VideoSummary _summary = new(output, connection);
    private VideoBatch? _batch;
    private JobPreview? _preview;

    /// <summary>Whether the videos are only planned, and not created.</summary>
    public bool IsPreview => isPlan || output.IsWhatIf;

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
        if (JobShard.Of(job, shardCount) != shardIndex)
        {
            return;
        }

        var plan = IsPreview ? await PreviewAsync(job)
            : new NemoVideoPlan(job, new JobEstimate(JobOptions.EstimateCredit(job), SentCount: 0, job.GetOutputPath(), IsComplete: false));
        if (plan.HasOtherOrder)
        {
            output.Warn(OtherOrder(target));
        }

        if (isPlan)
        {
            output.Write((object?)(job.Tag as JobSource)?.AddColumns(plan, static name => !VideoInputs.IsPathName(name)) ?? plan);
        }
        else if (output.ShouldProcess(target, plan.Action))
        {
            // With -Force, a video could replace a file that is read later.
            if (options.Restart || options.Overwrite)
            {
                _held.Add(plan);
            }
            else
            {
                await StartAsync(job);
            }
        }

        if (IsPreview)
        {
            _previewed.Add(plan);
        }
    }

    /// <summary>Counts an input that can't be used.</summary>
    public void AddRejected(ErrorRecord error) => _summary.AddRejected(error);

    /// <summary>Starts what was confirmed, waits until all videos have ended, and writes the summary.</summary>
    public async Task CompleteAsync()
    {
        if (_previewed.Count > 0)
        {
            await WritePreviewAsync();
        }

        if (_held.Count > 0 && (!options.Restart || ConfirmRestart()))
        {
            foreach (var plan in _held)
            {
                await StartAsync(plan.Job);
            }
        }

        if (_batch is not null)
        {
            await _batch.CompleteAsync();
        }

        output.Failures.WriteNotProcessed();
        if (!isPlan)
        {
            await _summary.WriteAsync();
        }
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

    /// <summary>The plan of a video, which includes what previous runs did.</summary>
    private async Task<NemoVideoPlan> PreviewAsync(VideoJob job)
    {
        // The client reads the files only if there are records of previous runs.
        var input = NemoVideoPlan.Describe(job);
        var client = await ConnectAsync();
        var preview = _preview ??= client.PreviewJobs(options, output.StopToken);
        var estimate = await Task.Run(() => preview.Estimate(job));
        var skill = job.Skill ?? client.Skill;
        return new NemoVideoPlan(job with { Skill = skill, Language = job.Language ?? skill.Language }, estimate) { PlannedInput = input };
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
            $"All messages for {VideoInputs.Count(_held.Count)} will be sent again. This costs about {Cost(_held)} credits. Do you want to "
                + "continue?",
            "Start again?");
        CommandException.ThrowIf(isConfirmed is null, ErrorRecords.RestartNotConfirmed);
        if (isConfirmed == false)
        {
            output.Warn("No message was sent, and no video was created.");
        }

        return isConfirmed == true;
    }

    private static long Cost(List<NemoVideoPlan> plans) => plans.Sum(static plan => plan.EstimatedCredit);

    private async Task WritePreviewAsync()
    {
        var (count, cost) = (_previewed.Count, Cost(_previewed));
        var complete = _previewed.Count(static plan => plan.Status == "Done");
        var resumed = complete > 0 ? $" Previous runs have already created {VideoInputs.Count(complete)}." : "";
        var balance = (await new CreditCheck(output, connection).TryReadAsync())?.Available;
        var available = balance is null ? "" : $" Available credits: {balance}.";
        var problem = options.MaximumCredit is { } maximum && maximum < Math.Min(cost, balance ?? long.MaxValue)
                ? $" With -MaximumCredit {maximum}, {(count == 1 ? "it would not" : "not all of them would")} be created."
            : balance < cost ? $" The credits aren't enough for {(count == 1 ? "it" : "all of them")}."
            : "";
        output.WriteHostLine(
            $"{(isPlan ? "Plan" : "What if")}: {VideoInputs.Count(count)} would cost about {cost} credits.{resumed}{available}{problem}");
    }
}
