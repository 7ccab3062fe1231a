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
        await using var bench = await Workbench.StartAsync();
        var clip = bench.Folder.Write("a.mp4", 1000);
        string render;
        using (var client = await ConnectAsync(bench))
        {
            var session = await client.CreateSessionAsync("beach https://h.example/?sig=SECRET", "de", Workbench.Ending);
            await client.UploadFileAsync(session.Id, clip, cancellationToken: Workbench.Ending);
            await client.EditAsync(session.Id, $"add a title \"{bench.Folder.PathOf("x")}\" {new string('x', 100)}", cancellationToken: Workbench.Ending)
                .ToListAsync(Workbench.Ending);
            await client.EditAsync(session.Id, "add music", cancellationToken: Workbench.Ending).ToListAsync(Workbench.Ending);
            var job = await client.SubmitRenderAsync(await client.GetStateAsync(session.Id, Workbench.Ending), cancellationToken: Workbench.Ending);
            render = job.Id;
            await client.SaveRenderAsync(
                await client.WaitForRenderAsync(render, cancellationToken: Workbench.Ending), bench.Folder.PathOf("v.mp4"), cancellationToken: Workbench.Ending);
            await client.SubmitRenderAsync(await client.GetStateAsync(session.Id, Workbench.Ending), cancellationToken: Workbench.Ending);
        }

        using var other = await ConnectAsync(bench);
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
        await using var bench = await Workbench.StartAsync();
        using var client = await ConnectAsync(bench);
        await client.CreateSessionAsync("a", cancellationToken: Workbench.Ending);
        var path = Assert.Single(Directory.GetFiles(Path.Combine(bench.Home, "history"), "*.jsonl", SearchOption.AllDirectories));
        await File.AppendAllTextAsync(path, "garbage\n{\"kind\":\"Session\"}\n{\"kind\":\"Ses", Workbench.Ending);
        await client.CreateSessionAsync("b", cancellationToken: Workbench.Ending);

        Assert.Equal(["a", "b"], client.ReadHistory().Sessions.Select(static session => session.Name));
    }

    [Fact]
    public async Task Read_ProgramHoldsFileForAMoment_IsListed()
    {
        await using var bench = await Workbench.StartAsync();
        using var client = await ConnectAsync(bench);
        await client.CreateSessionAsync("a", cancellationToken: Workbench.Ending);
        using var scanned = ScannedFile.ForAMoment(
            Assert.Single(Directory.GetFiles(Path.Combine(bench.Home, "history"), "*.jsonl", SearchOption.AllDirectories)));

        Assert.Single(client.ReadHistory().Sessions);
    }

    [Fact]
    public async Task Append_FolderIsFile_WarnsOnceAndContinues()
    {
        await using var bench = await Workbench.StartAsync();
        using var client = await ConnectAsync(bench);
        await File.WriteAllTextAsync(Path.Combine(bench.Home, "history"), "", Workbench.Ending);

        await client.CreateSessionAsync("a", cancellationToken: Workbench.Ending);
        await client.CreateSessionAsync("b", cancellationToken: Workbench.Ending);

        Assert.Contains("history", Assert.Single(_notices), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Append_ManyConnections_LosesNoLine()
    {
        await using var bench = await Workbench.StartAsync();
        var clients = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => ConnectAsync(bench)));

        await Task.WhenAll(clients.Select(static async client =>
        {
            for (var number = 0; number < 20; number++)
            {
                await client.CreateSessionAsync($"{number}", cancellationToken: Workbench.Ending);
            }
        }));

        Assert.Equal(320, clients[0].ReadHistory().Sessions.Count);
        Assert.Empty(_notices);
        Array.ForEach(clients, static client => client.Dispose());
    }

    [Fact]
    public async Task Append_WithoutCache_WritesNoFile()
    {
        await using var bench = await Workbench.StartAsync();
        using var client = await ConnectAsync(bench, useCache: false);
        await client.CreateSessionAsync("a", cancellationToken: Workbench.Ending);

        Assert.Single(client.ReadHistory().Sessions);
        Assert.False(Directory.Exists(bench.Home));
    }

    private Task<NemoClient> ConnectAsync(Workbench bench, bool useCache = true) => NemoClient.ConnectAsync(
        new NemoClientOptions
        {
            ApiUrl = bench.Host.Url,
            DataDirectory = bench.Home,
            UseCache = useCache,
            Limits = QuickLimits.Value,
            Notice = _notices.Add,
        },
        Workbench.Ending);
}
