namespace NemoVideo.Emulator.Tests.Endpoints;

public sealed class RenderShapeTests
{
    [Fact]
    public async Task Response_InShapeTop_HasFieldsAtTopLevel()
    {
        var status = await CompletedAsync(RenderShape.Top);

        Assert.Equal("completed", status.GetProperty("status").GetString());
        Assert.True(status.GetProperty("output").TryGetProperty("url", out _));
    }

    [Fact]
    public async Task Response_InShapeWrapped_HasOutputUrlInData()
    {
        var status = await CompletedAsync(RenderShape.Wrapped);

        Assert.True(status.GetProperty("success").GetBoolean());
        var data = status.GetProperty("data");
        Assert.Equal("render_1", data.GetProperty("id").GetString());
        Assert.StartsWith("http://127.0.0.1:", data.GetProperty("outputUrl").GetString(), StringComparison.Ordinal);
        Assert.True(data.GetProperty("completedAt").GetInt64() >= data.GetProperty("createdAt").GetInt64());
    }

    [Fact]
    public async Task Response_InShapeEnvelope_HasTopFieldsInData()
    {
        var status = await CompletedAsync(RenderShape.Envelope);

        Assert.Equal(0, status.GetProperty("code").GetInt32());
        Assert.True(status.GetProperty("data").GetProperty("output").TryGetProperty("url", out _));
    }

    private static async Task<JsonElement> CompletedAsync(RenderShape shape)
    {
        await using var caller = await Caller.SignedInAsync(Caller.Plain with { RenderShape = shape });
        await caller.RenderDraftAsync("render_1");
        return (await caller.GetAsync("/api/render/proxy/lambda/render_1")).Body;
    }
}
