using NemoVideo.Client.Files;
using NemoVideo.Client.Http;
using NemoVideo.Client.Journal;
using NemoVideo.Client.Tests.Support;

namespace NemoVideo.Client.Tests.Journal;

/// <summary>One journal for several processes and for several connections in one process.</summary>
public sealed class JournalProcessTests
{
    private const int Count = 100;

    [Fact]
    public async Task Append_SeveralProcessesAtOnce_LosesNoLine()
    {
        using var folder = new JournalFolder();
        string[] names = ["a", "b", "c", "d"];

        await Task.WhenAll(names.Select(name => JournalWriter.RunAsync(folder.Path, name, Count)));

        Assert.Equal(Expected(names), (await folder.ReadAsync()).Order());
        Assert.Equal(2 * Count * names.Length, (await File.ReadAllLinesAsync(folder.Path, Workbench.Ending)).Length);
        Assert.Empty(folder.Others());
    }

    [Fact]
    public async Task Append_OtherProcessesCompact_LosesNoOutstandingRender()
    {
        using var folder = new JournalFolder();
        var filling = folder.Filling(JournalCompaction.MaxBytes);
        folder.Write(filling);
        string[] names = ["a", "b", "c", "d"];
        var writing = Task.WhenAll(names.Select(each => JournalWriter.RunAsync(folder.Path, each, Count)));

        for (var turn = 0; turn < 3; turn++)
        {
            await folder.CompactAsync();
            using var lockFile = await FileLock.TakeAsync(folder.Path + ".lock", TimeSpan.FromSeconds(20), Workbench.Ending);
            using var file = new FileStream(folder.Path, FileMode.Append);
            file.Write(filling.AsSpan(0, filling.AsSpan(0, filling.Length / 3).LastIndexOf((byte)'\n') + 1));
        }

        await writing;
        await folder.CompactAsync();

        Assert.InRange(new FileInfo(folder.Path).Length, 1, JournalCompaction.MaxBytes);
        var remaining = await folder.ReadAsync();
        Assert.Equal(Expected(names), remaining.Where(one => names.Contains(one[..1])).Order());
    }

    [Fact]
    public async Task Append_SeveralConnectionsInOneProcess_LosesNoLine()
    {
        using var folder = new JournalFolder();
        var journals = Enumerable.Range(0, 4).Select(_ => folder.Open()).ToList();

        await Task.WhenAll(Enumerable.Range(0, 200).Select(number => Task.Run(() =>
            JournalFolder.AppendAsync(journals[number % journals.Count], folder.Line($"{number}")))));

        Assert.Equal(200, (await folder.ReadAsync()).Distinct().Count());
    }

    [Fact]
    public async Task Append_JournalIsLocked_EndsOnCancellation()
    {
        using var folder = new JournalFolder();
        await folder.AppendAsync(folder.Line("1"));
        using var lockFile = await FileLock.TakeAsync(folder.Path + ".lock", TimeSpan.Zero, Workbench.Ending);
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Workbench.Ending);
        var appending = folder.Open().AppendAsync(folder.Line("2"), cancel.Token);
        Assert.False(appending.IsCompleted);

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => appending);
    }

    private static IEnumerable<string> Expected(string[] names) =>
        names.SelectMany(static name => Enumerable.Range(0, Count).Select(number => $"{name}{number} Unknown")).Order();
}
