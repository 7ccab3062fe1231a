using NemoVideo.Client.Exports;
using NemoVideo.Client.Http;
using NemoVideo.Client.Tests.Support;

namespace NemoVideo.Client.Tests.History;

/// <summary>The sessions and exports that other connections of this user started.</summary>
public sealed class HistoryTests
{
    private readonly List<string> _notices = [];

    [Fact]
    public async Task Read_WorkOfAnotherConnection_IsListed()
    {
        await using var service = await TestService.StartAsync();
        var clip = service.Folder.Write("a.mp4", 1000);
        string render;
        using (var client = await ConnectAsync(service))
        {
            var session = await client.CreateSessionAsync("beach https://h.example/?sig=SECRET", "de", TestService.Ending);
            await client.UploadFileAsync(session.Id, clip, cancellationToken: TestService.Ending);
            await client.EditAsync(session.Id, $"add a title \"{service.Folder.PathOf("x")}\" {new string('x', 100)}", cancellationToken: TestService.Ending)
                .ToListAsync(TestService.Ending);
            await client.EditAsync(session.Id, "add music", cancellationToken: TestService.Ending).ToListAsync(TestService.Ending);
            var job = await client.SubmitRenderAsync(await client.GetStateAsync(session.Id, TestService.Ending), cancellationToken: TestService.Ending);
            render = job.Id;
            await client.SaveRenderAsync(
                await client.WaitForRenderAsync(render, cancellationToken: TestService.Ending), service.Folder.PathOf("v.mp4"), cancellationToken: TestService.Ending);
            await client.SubmitRenderAsync(await client.GetStateAsync(session.Id, TestService.Ending), cancellationToken: TestService.Ending);
        }

        using var other = await ConnectAsync(service);
        var history = other.ReadHistory();

        var listed = Assert.Single(history.Sessions);
        Assert.Equal(("beach https://h.example/?…", "de", clip), (listed.Name, listed.Language, listed.SourcePath));
        Assert.StartsWith("add a title", listed.Message, StringComparison.Ordinal);
        Assert.Equal(60, listed.Message!.TrimEnd('…').Length);
        Assert.InRange(DateTimeOffset.UtcNow - listed.CreatedAt, TimeSpan.Zero, TimeSpan.FromMinutes(10));
        Assert.Equal([true, false], history.Exports.Select(static export => export.IsSaved));
        Assert.Equal((render, RenderStatus.Completed), (history.Exports[0].Id, history.Exports[0].Status));
        Assert.Equal([clip], history.SourcePaths);
        Assert.True(history.HasUpload(listed.Id, "A.mp4"));
    }

    [Fact]
    public async Task Read_DamagedLine_IsSkipped()
    {
        await using var service = await TestService.StartAsync();
        using var client = await ConnectAsync(service);
        await client.CreateSessionAsync("a", cancellationToken: TestService.Ending);
        var path = Assert.Single(Directory.GetFiles(Path.Combine(service.Home, "history"), "*.jsonl", SearchOption.AllDirectories));
        await File.AppendAllTextAsync(path, "garbage\n{\"kind\":\"Session\"}\n{\"kind\":\"Ses", TestService.Ending);
        await client.CreateSessionAsync("b", cancellationToken: TestService.Ending);

        Assert.Equal(["a", "b"], client.ReadHistory().Sessions.Select(static session => session.Name));
    }

    [Fact]
    public async Task Read_ProgramHoldsFileForAMoment_IsListed()
    {
        await using var service = await TestService.StartAsync();
        using var client = await ConnectAsync(service);
        await client.CreateSessionAsync("a", cancellationToken: TestService.Ending);
        using var scanned = ScannedFile.ForAMoment(
            Assert.Single(Directory.GetFiles(Path.Combine(service.Home, "history"), "*.jsonl", SearchOption.AllDirectories)));

        Assert.Single(client.ReadHistory().Sessions);
    }

    [Fact]
    public async Task Append_FolderIsFile_WarnsOnceAndContinues()
    {
        await using var service = await TestService.StartAsync();
        using var client = await ConnectAsync(service);
        await File.WriteAllTextAsync(Path.Combine(service.Home, "history"), "", TestService.Ending);

        await client.CreateSessionAsync("a", cancellationToken: TestService.Ending);
        await client.CreateSessionAsync("b", cancellationToken: TestService.Ending);

        Assert.Contains("history", Assert.Single(_notices), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Append_ManyConnections_LosesNoLine()
    {
        await using var service = await TestService.StartAsync();
        var clients = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => ConnectAsync(service)));

        await Task.WhenAll(clients.Select(static async client =>
        {
            for (var number = 0; number < 20; number++)
            {
                await client.CreateSessionAsync($"{number}", cancellationToken: TestService.Ending);
            }
        }));

        Assert.Equal(320, clients[0].ReadHistory().Sessions.Count);
        Assert.Empty(_notices);
        Array.ForEach(clients, static client => client.Dispose());
    }

    [Fact]
    public async Task Append_WithoutCache_WritesNoFile()
    {
        await using var service = await TestService.StartAsync();
        using var client = await ConnectAsync(service, useCache: false);
        await client.CreateSessionAsync("a", cancellationToken: TestService.Ending);

        Assert.Single(client.ReadHistory().Sessions);
        Assert.False(Directory.Exists(service.Home));
    }

    private Task<NemoClient> ConnectAsync(TestService service, bool useCache = true) => NemoClient.ConnectAsync(
        new NemoClientOptions
        {
            ApiUrl = service.Host.Url,
            DataDirectory = service.Home,
            UseCache = useCache,
            Limits = QuickLimits.Value,
            Observer = new() { Notice = _notices.Add },
        },
        TestService.Ending);
}
