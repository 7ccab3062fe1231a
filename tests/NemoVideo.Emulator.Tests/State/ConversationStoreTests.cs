namespace NemoVideo.Emulator.Tests.State;

public sealed class ConversationStoreTests : IDisposable
{
    private readonly string _data = Directory.CreateTempSubdirectory("nemo-conversation-").FullName;

    [Fact]
    public async Task Add_AfterTruncatedRecord_AddsAReadableEntry()
    {
        await using var caller = await Caller.WithClipAsync(Caller.Plain with { DataDirectory = _data });
        await caller.SendMessageAsync(caller.Session, "first message");
        var file = Assert.Single(Directory.GetFiles(Path.Combine(_data, "conversations")));
        await File.AppendAllTextAsync(file, "\n{\"at\":\"2026-", Caller.Ending);
        await caller.SendMessageAsync(caller.Session, "second message");
        using var browser = new Browser(caller);
        var (_, page) = await browser.OpenAsync("/session/" + caller.Session);

        Assert.Contains("<p class=\"said\">first message</p>", page, StringComparison.Ordinal);
        Assert.Contains("<p class=\"said\">second message</p>", page, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_data, recursive: true);
}
