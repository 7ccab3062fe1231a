using NemoVideo.Client.Journal;
using NemoVideo.Client.Storage;
using NemoVideo.Client.Tests.Support;

namespace NemoVideo.Client.Tests.Journal;

/// <summary>
/// Another process has locked the journal when a call is canceled: the call doesn't wait, and the unfinished record is safe.
/// </summary>
public sealed class JournalCancellationTests
{
    private const string UnknownOutcomeText = "is taken for unknown";

    [Fact]
    public async Task Send_CanceledWhileJournalIsLocked_StaysUnfinishedAndReportsNotice()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Workbench.Ending);
        using var holder = new Holder();
        await using var service = JournalService.Start(request => request.Path == JournalService.Message ? holder.LockAnd(stop.Cancel, RawReply.Silence) : null);
        var client = await service.ConnectAsync();
        holder.Journal = Path.Combine(service.Home, "journal", client.Identity + ".jsonl");

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.SendAsync("s", "m", stop.Token).ToListAsync());

        Assert.Contains(UnknownOutcomeText, Assert.Single(service.Notices), StringComparison.Ordinal);
        holder.Dispose();
        var message = Assert.IsType<MessageEntry>(Assert.Single((await client.ReadJournalAsync(Workbench.Ending)).Entries));
        Assert.True(message.IsOpen);
    }

    [Fact]
    public async Task GetRender_CanceledWhileJournalIsLocked_Ends()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Workbench.Ending);
        using var holder = new Holder();
        await using var service = JournalService.Start();
        var first = await service.ConnectAsync();
        var job = await first.SubmitRenderAsync(await first.GetStateAsync("s", Workbench.Ending), cancellationToken: Workbench.Ending);
        holder.Journal = Path.Combine(service.Home, "journal", first.Identity + ".jsonl");

        // Another connection of this user has to read the record, and can't.
        var second = await service.ConnectAsync();
        holder.Lock();
        var reading = second.GetRenderAsync(job.Id, stop.Token);
        await service.Server.WaitForAsync(static request => request.Method == "GET" && request.Path.StartsWith(JournalService.Render, StringComparison.Ordinal), Workbench.Ending);
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
        holder.Dispose();
        Assert.Single((await second.ReadJournalAsync(Workbench.Ending)).OutstandingRenders);
    }

    /// <summary>Locks the journal like another process.</summary>
    private sealed class Holder : IDisposable
    {
        private FileStream? _lockFile;

        public string Journal { get; set; } = "";

        public void Lock() => _lockFile = FileLock.TakeAsync(Journal + ".lock", TimeSpan.Zero, Workbench.Ending).GetAwaiter().GetResult();

        public RawReply LockAnd(Action then, RawReply reply)
        {
            Lock();
            then();
            return reply;
        }

        public void Dispose() => _lockFile?.Dispose();
    }
}
