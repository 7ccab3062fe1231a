using NemoVideo.Client.Files;
using NemoVideo.Client.Journal;
using NemoVideo.Client.Tests.Support;

namespace NemoVideo.Client.Tests.Journal;

/// <summary>Another process holds the journal while a call is stopped: nobody waits for it, and what is left open is safe.</summary>
public sealed class JournalCancellationTests
{
    private const string Told = "outcome of the canceled request couldn't be recorded";

    [Fact]
    public async Task CreateSession_CanceledWhileJournalIsLocked_StaysOpenAndWarns()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Workbench.Ending);
        using var holder = new Holder();
        await using var service = JournalService.Start(request => request.Path == JournalService.Session ? holder.HoldAnd(stop.Cancel, RawReply.Silence) : null);
        var client = await service.ConnectAsync();
        holder.Journal = Path.Combine(service.Home, "journal", client.Identity + ".jsonl");

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.CreateSessionAsync("Summer", cancellationToken: stop.Token));

        Assert.Contains(Told, Assert.Single(service.Notices), StringComparison.Ordinal);
        holder.Dispose();
        var session = Assert.IsType<SessionEntry>(Assert.Single((await client.ReadJournalAsync(Workbench.Ending)).Entries));
        Assert.True(session.IsOpen);
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

        // Another connection of the user must read who began it, and cannot.
        var second = await service.ConnectAsync();
        holder.Hold();
        var looking = second.GetRenderAsync(job.Id, stop.Token);
        await service.Server.WaitForAsync(static request => request.Method == "GET" && request.Path.StartsWith(JournalService.Render, StringComparison.Ordinal), Workbench.Ending);
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => looking);
        holder.Dispose();
        Assert.Single((await second.ReadJournalAsync(Workbench.Ending)).OutstandingRenders);
    }

    /// <summary>Stands for another process at the journal.</summary>
    private sealed class Holder : IDisposable
    {
        private FileStream? _held;

        public string Journal { get; set; } = "";

        public void Hold() => _held = FileLock.TakeAsync(Journal + ".lock", TimeSpan.Zero, Workbench.Ending).GetAwaiter().GetResult();

        public RawReply HoldAnd(Action then, RawReply reply)
        {
            Hold();
            then();
            return reply;
        }

        public void Dispose() => _held?.Dispose();
    }
}
