using System.Text.Json.Nodes;
using NemoVideo.Client.Files;
using NemoVideo.Client.Journal;
using NemoVideo.Client.Tests.Support;

namespace NemoVideo.Client.Tests.Journal;

/// <summary>Memory use with a journal near the size limit. Not parallel: other allocations would count.</summary>
[Collection(NonParallel.Name)]
public sealed class JournalMemoryTests(ITestOutputHelper output)
{
    private const long Megabyte = 1024 * 1024;

    [Fact]
    public async Task Read_60Mebibytes_AllocatesLittleAndNextReadAlmostNothing()
    {
        using var folder = new JournalFolder();
        var count = WriteRenders(folder, 60 * Megabyte);
        var journal = folder.Open();
        var before = GC.GetTotalAllocatedBytes(precise: true);

        var entries = await journal.ReadAsync(Workbench.Ending);

        var first = GC.GetTotalAllocatedBytes(precise: true) - before;
        Assert.Equal(count, entries.Count);
        await JournalFolder.AppendAsync(journal, folder.Line("now"));
        before = GC.GetTotalAllocatedBytes(precise: true);
        entries = await journal.ReadAsync(Workbench.Ending);
        var second = GC.GetTotalAllocatedBytes(precise: true) - before;
        output.WriteLine($"{count} operations: allocated {first / (double)Megabyte:0.0} MiB, then {second / (double)Megabyte:0.0} MiB");
        Assert.Equal("now", entries[^1].Id);
        Assert.InRange(first, 0, 450 * Megabyte);
        Assert.InRange(second, 0, 10 * Megabyte);
    }

    /// <summary>Renders as they are recorded: begun and done.</summary>
    private static int WriteRenders(JournalFolder folder, long byteCount)
    {
        folder.Write();
        using var file = File.OpenWrite(folder.Path);
        var count = 0;
        for (; file.Length <= byteCount; count++)
        {
            var id = Guid.NewGuid().ToString("N");
            var (session, render) = ($"{Guid.NewGuid()}", $"render_{count}_{id}");
            var begun = new JsonObject { ["session"] = session, ["render"] = render, ["fingerprint"] = ContentHash.OfText(id), ["format"] = "mp4", ["quality"] = "high" };
            var done = new JsonObject { ["job"] = render, ["status"] = "completed" };
            file.Write(JournalLine.Write(folder.Line(id, JournalStep.Begun, JournalKind.Render, begun)));
            file.Write(JournalLine.Write(folder.Line(id, JournalStep.Done, JournalKind.Render, done)));
        }

        return count;
    }
}
