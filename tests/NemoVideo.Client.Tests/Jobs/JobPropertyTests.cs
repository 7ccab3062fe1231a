using FsCheck.Fluent;
using NemoVideo.Client.Tests.Support;

namespace NemoVideo.Client.Tests.Jobs;

/// <summary>
/// Jobs on a model of the service, with lost responses, rejections, late edits, lost sessions and crashes at any point: no message is sent
/// twice, every run ends, and without faults the job is completed.
/// </summary>
public sealed class JobPropertyTests
{
    private static readonly int Runs = Environment.GetEnvironmentVariable("NEMO_MUTATION") is null ? 1000 : 100;
    private const int MaxCrashPoint = 120;
    private static readonly TimeSpan MaxTime = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Run_AnyFaultsAndCrashes_SendsNoMessageTwiceAndEnds()
    {
        using var folder = new TemporaryFolder();
        var number = 0;
        var faults = Gen.Choose(0, 99).ListOf().Where(static list => list.Count < 80);
        var crashes = Gen.Choose(1, MaxCrashPoint).ListOf().Where(static list => list.Count < 5);

        await PropertyCheck.HoldsAsync(
            faults.Zip(crashes, static (some, points) => new JobTrial([.. some], [.. points])),
            Runs,
            trial => trial.RunAsync(folder.PathOf($"{Interlocked.Increment(ref number)}")).WaitAsync(MaxTime, TestService.Ending));
    }
}
