namespace NemoVideo.Emulator.Tests.State;

/// <summary>Removing sessions, and the memory of a long-running emulator.</summary>
public sealed class SessionRemovalTests : IDisposable
{
    private readonly string _data = Directory.CreateTempSubdirectory("nemo-forget-").FullName;

    [Fact]
    public async Task Session_Removed_IsReturnedAndLeavesNothing()
    {
        await using var caller = await Caller.WithClipAsync(Caller.Plain with { DataDirectory = _data });
        var kept = await caller.CreateSessionWithClipAsync();
        await caller.SendMessageAsync(caller.Session, "add a title");
        await caller.RenderDraftAsync("render_1", caller.Session);
        await caller.RenderDraftAsync("render_2", kept);
        var removed = await RemoveAsync(caller, caller.Session);

        Assert.Equal(1, removed!.Value.GetProperty("session").GetProperty("messageCount").GetInt32());
        Assert.Single(removed.Value.GetProperty("session").GetProperty("uploads").EnumerateArray());
        var render = Assert.Single(removed.Value.GetProperty("renders").EnumerateArray());
        Assert.Equal(("render_1", ""), (render.GetProperty("id").GetString(), render.GetProperty("token").GetString()));
        Assert.Equal(JsonValueKind.String, render.GetProperty("completedAt").ValueKind);
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(caller, "/api/render/proxy/lambda/render_1"));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(caller, "/api/render/proxy/lambda/render_2"));
        Assert.Single(Directory.GetFiles(Path.Combine(_data, "sessions")));
        Assert.Single(Directory.GetFiles(Path.Combine(_data, "renders")));
        Assert.Single(Directory.GetDirectories(Path.Combine(_data, "uploads")));
        Assert.Null(await RemoveAsync(caller, caller.Session));
    }

    public void Dispose() => Directory.Delete(_data, recursive: true);

    private static async Task<JsonElement?> RemoveAsync(Caller caller, string session)
    {
        using var response = await caller.Http.DeleteAsync(new Uri($"/_emulator/sessions/{session}", UriKind.Relative), Caller.Ending);
        return response.StatusCode == HttpStatusCode.NotFound ? null : JsonElement.Parse(await response.Content.ReadAsStringAsync(Caller.Ending));
    }

    private static async Task<HttpStatusCode> StatusAsync(Caller caller, string path)
    {
        using var response = await caller.Http.GetAsync(new Uri(path, UriKind.Relative), Caller.Ending);
        return response.StatusCode;
    }
}
