using NemoVideo.Client.Authentication;
using NemoVideo.Client.Jobs;
using NemoVideo.Client.Skills;
using NemoVideo.PowerShell.Errors;

namespace NemoVideo.PowerShell.Cmdlets;

/// <summary>
/// Decides what happens to each video: another shard creates it, -WhatIf only shows it, -Restart asks first, or it is started.
/// </summary>
internal sealed class VideoPlan(NemoCommand command, JobOptions options, int shardIndex, int shardCount) : IDisposable
{
    private readonly List<VideoJob> _restarted = [];
    private VideoBatch? _batch;
    private int _previewed;
    private long _estimate;

    /// <summary>The skill with a name; null for the connection's.</summary>
    /// <exception cref="NemoException">The skill is neither built in nor that of the connection.</exception>
    public SkillProfile? FindSkill(string name) =>
        name.Length == 0 || string.Equals(name, command.FindConnection()?.Skill, StringComparison.OrdinalIgnoreCase)
            ? null : SkillProfile.BuiltIn(name);

    /// <param name="job">The job of the video.</param>
    /// <param name="target">The video in words.</param>
    /// <exception cref="NemoException">A file can't be read.</exception>
    public void Add(VideoJob job, string target)
    {
        if (JobShard.Of(job, shardCount) != shardIndex)
        {
            return;
        }

        var credits = options.EstimateCredit(job);
        if (!command.ShouldProcess(target, $"Create a video in the folder '{job.Destination}' (about {credits} credits)"))
        {
            if (command.IsWhatIf)
            {
                _previewed++;
                _estimate += credits;
            }

            return;
        }

        if (options.Restart)
        {
            _restarted.Add(job);
            _estimate += credits;
        }
        else
        {
            Start(job);
        }
    }

    /// <summary>Starts what was confirmed, and waits until all videos have ended.</summary>
    public void Complete()
    {
        if (_previewed > 0)
        {
            WritePreview();
        }

        if (_restarted.Count > 0 && ConfirmRestart())
        {
            _restarted.ForEach(Start);
        }

        _batch?.Complete();
    }

    /// <summary>Starts no more videos, and waits for the running ones.</summary>
    public void EndStarted() => _batch?.EndStarted();

    public void Dispose() => _batch?.Dispose();

    private void Start(VideoJob job)
    {
        if (_batch is null)
        {
            var client = command.ResolveClient();
            command.ThrowIf(shardCount > 1 && client.TokenSource is TokenSource.Free or TokenSource.Cache, ErrorRecords.ShardsWithoutToken);
            _batch = new VideoBatch(command, client, options);
        }

        _batch.Add(job);
    }

    private bool ConfirmRestart() =>
        command.MyInvocation.BoundParameters.TryGetValue("Confirm", out var confirm) && !LanguagePrimitives.IsTrue(confirm)
        || command.ShouldContinue(
            $"All messages for {VideoInputs.Count(_restarted.Count)} will be sent again. This costs about {_estimate} credits.", "Start again?");

    private void WritePreview()
    {
        var resumed = options.Restart ? "" : " The cost is lower if a previous run has already sent some of the messages.";
        command.WriteHostLine($"What if: {VideoInputs.Count(_previewed)}, about {_estimate} credits.{resumed}{ReadBalance()}");
    }

    private string ReadBalance()
    {
        try
        {
            return command.FindConnection() is { IsOpen: true } connection
                ? $" Available credits: {command.Wait(connection.Client.GetCreditAsync).Available}." : "";
        }
        catch (NemoException)
        {
            // The preview is useful without the balance.
            return "";
        }
    }
}
