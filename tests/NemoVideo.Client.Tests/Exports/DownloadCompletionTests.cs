using System.Text.Json.Nodes;
using NemoVideo.Client.Exports;
using NemoVideo.Client.Tests.Support;

namespace NemoVideo.Client.Tests.Exports;

/// <summary>The last steps of a download, paused at its journal records.</summary>
public sealed class DownloadCompletionTests : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly RawServer _server = RawServer.Start(static _ => RawReply.Of(200, "video/mp4", TinyVideo.Of(1, 2, 3)));

    private string Target => _folder.PathOf("v.mp4");

    [Fact]
    public async Task Save_AnotherDownloadOfSameNameFinishesFirst_TakesNextName()
    {
        using var http = new HttpClient();
        var store = new PausedJournal(static line => (string?)line["step"] == "begun");
        var saving = DownloadTo(http, store).SaveAsync(Target, overwrite: false, Workbench.Ending);
        await store.Reached.WaitAsync(Workbench.Ending);

        Assert.False(File.Exists(Target));
        await DownloadTo(http, new MemoryJournal()).SaveAsync(Target, overwrite: false, Workbench.Ending);
        store.Release();

        Assert.Equal(_folder.PathOf("v (2).mp4"), await saving);
        Assert.Equal(["v (2).mp4", "v.mp4"], _folder.Files().Order(StringComparer.Ordinal));
        Assert.Equal(TinyVideo.Of(1, 2, 3), await File.ReadAllBytesAsync(Target, Workbench.Ending));
    }

    [Fact]
    public async Task Save_AnotherDownloadStartsWhileEndIsWritten_LeavesItsPartialFile()
    {
        using var http = new HttpClient();
        var store = new PausedJournal(static line => (string?)line["step"] == "done");
        var saving = DownloadTo(http, store).SaveAsync(Target, overwrite: false, Workbench.Ending);
        await store.Reached.WaitAsync(Workbench.Ending);

        await File.WriteAllTextAsync(Target + ".part", "another's", Workbench.Ending);
        store.Release();
        await saving;

        Assert.True(File.Exists(Target + ".part"));
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _folder.Dispose();
    }

    private DownloadOperation DownloadTo(HttpClient http, IJournalStore store) =>
        Downloads.Create(http, _server.Url, new Uri(_server.Url, "v.mp4"), Downloads.JournalIn(store));

    /// <summary>A journal that pauses at one record until the test continues it.</summary>
    private sealed class PausedJournal(Func<JsonObject, bool> matches) : IJournalStore
    {
        private readonly MemoryJournal _inner = new();
        private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Reached => _reached.Task;

        public void Release() => _released.SetResult();

        public async Task AppendAsync(JsonObject line, CancellationToken cancellationToken)
        {
            if (matches(line))
            {
                _reached.SetResult();
                await _released.Task.WaitAsync(Workbench.Ending);
            }

            await _inner.AppendAsync(line, cancellationToken);
        }

        public Task<IReadOnlyList<JournalEntry>> ReadAsync(CancellationToken cancellationToken) => _inner.ReadAsync(cancellationToken);

        public Task<IReadOnlyList<JournalEntry>> ReadAllAsync(CancellationToken cancellationToken) => _inner.ReadAllAsync(cancellationToken);

        public Task CompactAsync() => Task.CompletedTask;
    }
}
