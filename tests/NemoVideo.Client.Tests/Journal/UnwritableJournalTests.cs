using NemoVideo.Client.Errors;
using NemoVideo.Client.Exports;
using NemoVideo.Client.Journal;
using NemoVideo.Client.Tests.Support;

namespace NemoVideo.Client.Tests.Journal;

/// <summary>If the journal can't be written, nothing is sent, and no response is lost.</summary>
public sealed class UnwritableJournalTests
{
    [Fact]
    public async Task Call_FolderCannotBeCreated_ThrowsAndSendsNothing()
    {
        await using var service = JournalService.Start();
        var client = await service.ConnectAsync();
        var state = await client.GetStateAsync("s", Workbench.Ending);
        Directory.CreateDirectory(service.Home);
        await File.WriteAllTextAsync(Path.Combine(service.Home, "journal"), "no folder", Workbench.Ending);
        var job = new RenderJob("theirs", RenderStatus.Completed, null, null, null, null, null);
        Func<Task>[] calls =
        [
            () => client.CreateSessionAsync("Summer", cancellationToken: Workbench.Ending),
            () => client.SubmitRenderAsync(state, cancellationToken: Workbench.Ending),
            () => client.SaveRenderAsync(job, service.Folder.PathOf("out.mp4"), cancellationToken: Workbench.Ending),
        ];

        foreach (var call in calls)
        {
            var error = await NemoAssert.ThrowsAsync(NemoErrorKind.FileAccess, call);
            Assert.Contains(Path.Combine(service.Home, "journal", client.Identity + ".jsonl"), error.Message, StringComparison.Ordinal);
            Assert.Contains("NEMO_HOME", error.NextStep, StringComparison.Ordinal);
            Assert.Equal(NemoAction.DisableCache, error.Action);
        }

        Assert.All(service.Server.Requests, static request => Assert.Equal(JournalService.State, request.Path));
        Assert.False(File.Exists(service.Folder.PathOf("out.mp4.part")));
    }

    [Fact]
    public async Task Call_EndCannotBeWritten_SucceedsAndReportsNoticeOnce()
    {
        string? journal = null;
        await using var service = JournalService.Start(_ =>
        {
            // The journal is removed after the request is recorded and before its response.
            Directory.Delete(journal!, recursive: true);
            File.WriteAllText(journal!, "no folder");
            return null;
        });
        journal = Path.Combine(service.Home, "journal");
        var client = await service.ConnectAsync();

        var first = await client.CreateSessionAsync("Summer", cancellationToken: Workbench.Ending);
        File.Delete(journal);
        var second = await client.CreateSessionAsync("Winter", cancellationToken: Workbench.Ending);

        Assert.Equal(("s", "s1"), (first.Id, second.Id));
        Assert.Contains(journal, Assert.Single(service.Notices), StringComparison.Ordinal);
    }

    [Fact]
    public async Task GetRender_JournalUnreadable_ReturnsRender()
    {
        await using var service = JournalService.Start();
        var client = await service.ConnectAsync();
        Directory.CreateDirectory(Path.Combine(service.Home, "journal", client.Identity + ".jsonl.lock"));
        await File.WriteAllTextAsync(Path.Combine(service.Home, "journal", client.Identity + ".jsonl"), "", Workbench.Ending);

        var job = await client.GetRenderAsync("theirs", Workbench.Ending);

        Assert.True(job.IsFinished);
        Assert.Single(service.Notices);
    }
}
