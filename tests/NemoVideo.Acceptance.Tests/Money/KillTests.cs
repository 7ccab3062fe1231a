using System.Text;

namespace NemoVideo.Acceptance.Tests.Money;

/// <summary>
/// New-NemoVideo is killed (SIGKILL) at each line that it writes to its data folder, and run again: no message is executed twice, and each
/// clip becomes one whole video.
/// </summary>
/// <remarks>
/// Requests are slow, so that the process dies before its next request arrives. A kill before a line is a kill after the line, which is then
/// removed; a kill in the middle leaves half of it. Usually, each of the three tests takes every third line. A run of all tests takes all.
/// </remarks>
internal static class KillSweep
{
    private const string Command = "New-NemoVideo 'add a title \"Hi\"', 'add music' -Path a.mp4 -Destination out";
    private static readonly TimeSpan RequestTime = TimeSpan.FromMilliseconds(100);

    public static async Task RunAsync(int first, Action<string> damage)
    {
        await using var emulator = await Emulator.StartAsync();
        await using var network = SlowNetwork.To(emulator.Url);
        var step = LongTest.IsRequested ? 1 : 3;
        var killed = 0;
        for (var line = LongTest.IsRequested ? 1 : first; await KillAtAsync(line, damage, emulator, network); line += step)
        {
            killed++;
        }

        // At least: the session, the upload, two messages and the render, some with an intention and a result.
        Assert.InRange(killed, 8 / step, 100);
    }

    /// <returns>False if the run ended before it wrote as many lines.</returns>
    private static async Task<bool> KillAtAsync(int line, Action<string> damage, Emulator emulator, SlowNetwork network)
    {
        await using var bench = await Bench.ShareAsync(emulator);
        bench.Environment["NEMO_API_URL"] = network.Url.AbsoluteUri;
        bench.Folder.AddClip("a.mp4");
        var executedBefore = await emulator.MessageCountAsync();
        var log = new LogWatch(bench.Home);
        network.Delay = RequestTime;
        var running = bench.RunConnectedAsync(Command);
        if (!await Task.Run(() => log.Wait(line, running)))
        {
            Assert.Equal("Succeeded", (await running).WithoutErrors().Single().GetProperty("Status").GetString());
            return false;
        }

        bench.Session.Kill();
        // After its last line, the command may have ended before it was killed.
        await Task.WhenAny(running);
        if (Videos(bench).Count == 0)
        {
            // After the video has its name, the line that announced it can't be missing.
            damage(log.Last!);
        }

        var where = $"killed at line {line}, in {Path.GetRelativePath(bench.Home, log.Last!)}";
        network.Delay = TimeSpan.Zero;
        await bench.RestartSessionAsync();
        var again = await bench.RunConnectedAsync(Command);

        var executed = await emulator.MessageCountAsync() - executedBefore;
        Assert.True(executed <= 2, $"{executed} messages were executed: {where}.");
        if (again.Errors is [var error])
        {
            // The message may have been sent: nobody but the user can decide what to do.
            Assert.True(executed < 2, $"{error}: {where}.");
            Assert.Contains("-Restart", error.Text, StringComparison.Ordinal);
            return true;
        }

        Assert.True(again.Errors.Count == 0, $"{string.Join('\n', again.Errors)}: {where}.");
        Assert.Contains(again.Single().GetProperty("Status").GetString(), (string[])["Succeeded", "AlreadyDone"]);
        Assert.Equal(2, executed);
        Assert.Equal(["a.mp4"], Videos(bench));
        Assert.Equal(File.ReadAllBytes(bench.Folder["a.mp4"]), File.ReadAllBytes(bench.Folder["out/a.mp4"]));
        return true;
    }

    /// <summary>The finished videos. A partial file that stays after a kill is people.md 21.</summary>
    private static IReadOnlyList<string> Videos(Bench bench) =>
        [.. bench.Folder.Files("out").Where(static name => name.EndsWith(".mp4", StringComparison.Ordinal))];

    /// <summary>Keeps a share of the last line of a log. A file that isn't a log is written at once.</summary>
    public static void CutLastLine(string path, Func<int, int> keep)
    {
        var bytes = File.ReadAllBytes(path);
        if (Encoding.UTF8.GetString(bytes).StartsWith('{'))
        {
            var start = bytes.AsSpan(0, bytes.Length - 1).LastIndexOf((byte)'\n') + 1;
            File.WriteAllBytes(path, bytes[..(start + keep(bytes.Length - start))]);
        }
    }
}

/// <inheritdoc cref="KillSweep"/>
public sealed class KillAfterLineTests
{
    [Fact]
    public Task NewNemoVideo_KilledAfterEachLine_NeverSendsTwice() => KillSweep.RunAsync(1, static _ => { });
}

/// <inheritdoc cref="KillSweep"/>
public sealed class KillBeforeLineTests
{
    [Fact]
    public Task NewNemoVideo_KilledBeforeEachLine_NeverSendsTwice() =>
        KillSweep.RunAsync(2, static log => KillSweep.CutLastLine(log, static _ => 0));
}

/// <inheritdoc cref="KillSweep"/>
public sealed class KillInLineTests
{
    [Fact]
    public Task NewNemoVideo_KilledInTheMiddleOfEachLine_NeverSendsTwice() =>
        KillSweep.RunAsync(3, static log => KillSweep.CutLastLine(log, static length => length / 2));
}
