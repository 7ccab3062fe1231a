namespace NemoVideo.Acceptance.Tests.Money;

/// <summary>
/// New-NemoVideo is killed (SIGKILL) at each line that it writes to its data folder, and run again: no message is sent twice, and each clip
/// becomes one whole video.
/// </summary>
/// <remarks>
/// Requests are slow, so that the process dies before its next request arrives. A kill before a line is a kill after the line, which is then
/// removed; a kill in the middle leaves half of it. Usually, each of the three tests takes every third line. A run of all tests takes all.
/// </remarks>
internal static class KillSweep
{
    private const string Command = "New-NemoVideo 'add a title \"Hi\"', 'add music' -Path a.mp4 -Destination out";
    private static readonly TimeSpan RequestTime = TimeSpan.FromMilliseconds(100);

    /// <summary>How a kill ended.</summary>
    private enum End
    {
        /// <summary>The command ended before it wrote as many lines.</summary>
        NoSuchLine,

        /// <summary>The command ended before it was killed, because the line was its last.</summary>
        TooLate,

        /// <summary>The next run created the video.</summary>
        Resumed,

        /// <summary>Nobody knows if the service has a message, so the next run left it to the user.</summary>
        Unresolved,
    }

    /// <param name="first">The first line, from 1.</param>
    /// <param name="keep">The number of bytes of the last line that the kill leaves; null for all of them.</param>
    public static async Task RunAsync(int first, Func<int, int>? keep)
    {
        await using var emulator = await Emulator.StartAsync();
        await using var network = new SlowNetwork(emulator.Url);
        var step = LongTest.IsRequested ? 1 : 3;
        var ends = new List<End>();
        for (var line = LongTest.IsRequested ? 1 : first; ends.LastOrDefault() != End.NoSuchLine || ends.Count == 0; line += step)
        {
            ends.Add(await KillAtAsync(line, keep, emulator, network));
        }

        // The job alone writes at least a line for the session, the upload, each message, the render and the video.
        Assert.InRange(ends.Count(static end => end is End.Resumed or End.Unresolved), 8 / step, 100);
        Assert.InRange(ends.Count(static end => end == End.TooLate), 0, 2);

        // Only between the line that announces one of the two messages and its request. A log can have a line of its own for that.
        Assert.InRange(ends.Count(static end => end == End.Unresolved), 0, 4);
    }

    private static async Task<End> KillAtAsync(int line, Func<int, int>? keep, Emulator emulator, SlowNetwork network)
    {
        await using var setup = await TestSetup.ShareAsync(emulator);
        setup.Environment["NEMO_API_URL"] = network.Url.AbsoluteUri;
        setup.Folder.AddClip("a.mp4");
        var (sentBefore, executedBefore) = (await CountSentAsync(), await emulator.MessageCountAsync());
        var log = new LogWatch(setup.Home);
        network.Delay = RequestTime;
        var running = setup.RunConnectedAsync(Command);
        if (!await Task.Run(() => log.Wait(line, running)))
        {
            Assert.Equal("Succeeded", (await running).WithoutErrors().Single().GetProperty("Status").GetString());
            return End.NoSuchLine;
        }

        setup.Session.Kill();
        await Task.WhenAny(running);
        await network.WhenClosedAsync();
        if (keep is not null && Videos(setup).Count == 0 && network.LastMessageTime < File.GetLastWriteTimeUtc(log.Last!))
        {
            // After the video has its name or a message is on its way, the line that announced it can't be missing.
            CutLastLine(log.Last!, keep);
        }

        var where = $"killed at line {line}, in {Path.GetRelativePath(setup.Home, log.Last!)}";
        network.Delay = TimeSpan.Zero;
        await setup.RestartSessionAsync();
        var again = await setup.RunConnectedAsync(Command);

        var sent = await CountSentAsync() - sentBefore;
        var executed = await emulator.MessageCountAsync() - executedBefore;
        Assert.True(sent <= 2, $"{sent} messages were sent: {where}.");
        Assert.True(executed <= 2, $"{executed} messages were executed: {where}.");
        if (again.Errors is [var error])
        {
            // The message may have been sent: nobody but the user can decide what to do.
            Assert.True(executed < 2, $"{error}: {where}.");
            Assert.True(error.Text.Contains("-Restart", StringComparison.Ordinal), $"{error}: {where}.");
            return End.Unresolved;
        }

        Assert.True(again.Errors.Count == 0, $"{string.Join('\n', again.Errors)}: {where}.");
        Assert.Contains(again.Single().GetProperty("Status").GetString(), (string[])["Succeeded", "AlreadyDone"]);
        Assert.Equal(2, executed);
        Assert.Equal(["a.mp4"], Videos(setup));
        Assert.Equal(File.ReadAllBytes(setup.Folder["a.mp4"]), File.ReadAllBytes(setup.Folder["out/a.mp4"]));
        return running.IsCompletedSuccessfully ? End.TooLate : End.Resumed;

        // With those that the emulator never got.
        async Task<int> CountSentAsync() => (await emulator.RequestsAsync("/run_sse")).Count + network.LostMessageCount;
    }

    /// <summary>The finished videos. A partial file that stays after a kill is people.md 21.</summary>
    private static IReadOnlyList<string> Videos(TestSetup setup) =>
        [.. setup.Folder.Files("out").Where(static name => name.EndsWith(".mp4", StringComparison.Ordinal))];

    /// <summary>Cuts the last line of a log. A file that doesn't consist of lines, such as that of the token, is written as a whole.</summary>
    private static void CutLastLine(string path, Func<int, int> keep)
    {
        var bytes = File.ReadAllBytes(path);
        if (bytes is [(byte)'{', .., (byte)'\n'])
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
    public Task NewNemoVideo_KilledAfterEachLine_NeverSendsTwice() => KillSweep.RunAsync(1, keep: null);
}

/// <inheritdoc cref="KillSweep"/>
public sealed class KillBeforeLineTests
{
    [Fact]
    public Task NewNemoVideo_KilledBeforeEachLine_NeverSendsTwice() => KillSweep.RunAsync(2, static _ => 0);
}

/// <inheritdoc cref="KillSweep"/>
public sealed class KillInLineTests
{
    [Fact]
    public Task NewNemoVideo_KilledInTheMiddleOfEachLine_NeverSendsTwice() => KillSweep.RunAsync(3, static length => length / 2);
}
