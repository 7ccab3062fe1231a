using System.Net;
using System.Text.Json;
using NemoVideo.Emulator.Tests.Support;

namespace NemoVideo.Emulator.Tests.State;

/// <summary>What an emulator that runs for long is told to forget, and what it frees by itself.</summary>
public sealed class SessionRemovalTests : IDisposable
{
    private readonly string _data = Directory.CreateTempSubdirectory("nemo-forget-").FullName;

    [Fact]
    public async Task Session_Removed_IsReturnedAndLeavesNothing()
    {
        await using var caller = await Caller.SignedInAsync(Caller.Plain with { DataDirectory = _data });
        var session = await caller.CreateSessionWithClipAsync();
        var kept = await caller.CreateSessionWithClipAsync();
        await caller.SendMessageAsync(session, "add a title");
        await caller.RenderDraftAsync("render_1", session);
        await caller.RenderDraftAsync("render_2", kept);

        var told = await ForgetAsync(caller, session);

        Assert.Equal(1, told!.Value.GetProperty("session").GetProperty("messageCount").GetInt32());
        Assert.Single(told.Value.GetProperty("session").GetProperty("uploads").EnumerateArray());
        var render = Assert.Single(told.Value.GetProperty("renders").EnumerateArray());
        Assert.Equal(("render_1", ""), (render.GetProperty("id").GetString(), render.GetProperty("token").GetString()));
        Assert.Equal(JsonValueKind.String, render.GetProperty("completedAt").ValueKind);
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(caller, "/api/render/proxy/lambda/render_1"));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(caller, "/api/render/proxy/lambda/render_2"));
        Assert.Single(Directory.GetFiles(Path.Combine(_data, "sessions")));
        Assert.Single(Directory.GetFiles(Path.Combine(_data, "renders")));
        Assert.Single(Directory.GetDirectories(Path.Combine(_data, "uploads")));
        Assert.Null(await ForgetAsync(caller, session));
    }

    [Fact]
    public async Task Session_CreatedAfterRemoval_HasItsOwnNumber()
    {
        await using var caller = await Caller.SignedInAsync(Caller.Plain with { DataDirectory = _data });
        await caller.CreateSessionAsync();
        await ForgetAsync(caller, await caller.CreateSessionAsync());
        var third = await caller.CreateSessionAsync();

        Assert.Equal(3, (await ForgetAsync(caller, third))!.Value.GetProperty("session").GetProperty("number").GetInt32());
    }

    [Fact]
    public async Task Collect_Always_ReturnsManagedBytes()
    {
        await using var caller = await Caller.StartAsync();

        using var answer = await caller.Http.PostAsync("/_emulator/collect", null, Caller.Ending);

        var told = JsonElement.Parse(await answer.Content.ReadAsStringAsync(Caller.Ending));
        Assert.InRange(told.GetProperty("managedBytes").GetInt64(), 1, long.MaxValue);
    }

    public void Dispose() => Directory.Delete(_data, recursive: true);

    private static async Task<JsonElement?> ForgetAsync(Caller caller, string session)
    {
        using var answer = await caller.Http.DeleteAsync(new Uri($"/_emulator/sessions/{session}", UriKind.Relative), Caller.Ending);
        return answer.StatusCode == HttpStatusCode.NotFound ? null : JsonElement.Parse(await answer.Content.ReadAsStringAsync(Caller.Ending));
    }

    private static async Task<HttpStatusCode> StatusAsync(Caller caller, string path)
    {
        using var answer = await caller.Http.GetAsync(new Uri(path, UriKind.Relative), Caller.Ending);
        return answer.StatusCode;
    }
}
