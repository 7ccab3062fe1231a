using FsCheck.Fluent;
using NemoVideo.Client.Tests.Support;

namespace NemoVideo.Client.Tests.Jobs;

/// <summary>
/// Jobs on a model of the service, with lost responses, rejections, late edits, lost sessions, and crashes and losses of power at any point:
/// no message is sent twice, every run ends, and without faults the job is completed.
/// </summary>
public sealed class JobPropertyTests
{
    private const int MaxCrashPoint = 160;

    private static readonly int Runs = LongTest.IsRequested ? 100_000 : 1000;

    [Fact]
    public async Task Run_AnyFaultsAndCrashes_SendsNoMessageTwiceAndEnds()
    {
        using var folder = new TemporaryFolder();
        var number = 0;
        var faults = Gen.Choose(0, 99).ListOf().Where(static list => list.Count < 80);
        var crashes = Gen.Choose(1, MaxCrashPoint)
            .Zip(Gen.Elements(Enum.GetValues<PowerLoss>()), static (point, loss) => new Crash(point, loss))
            .ListOf().Where(static list => list.Count < 5);

        await PropertyCheck.HoldsAsync(
            faults.Zip(crashes, static (some, points) => new JobTrial([.. some], [.. points])),
            Runs,
            trial => trial.RunAsync(folder.PathOf($"{Interlocked.Increment(ref number)}")).WaitAsync(JobTrial.MaxTime));
    }
}
