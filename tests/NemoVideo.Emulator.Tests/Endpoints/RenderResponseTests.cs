namespace NemoVideo.Emulator.Tests.Endpoints;

/// <summary>Render responses (protocol section 8): their shapes, and how a render ends.</summary>
public sealed class RenderResponseTests
{
    private const string Lambda = "/api/render/proxy/lambda";

    [Theory]
    [InlineData(RenderShape.Top, "", "output.url")]
    [InlineData(RenderShape.Wrapped, "data", "outputUrl")]
    [InlineData(RenderShape.Envelope, "data", "output.url")]
    [InlineData(RenderShape.Nested, "data.data", "outputUrl")]
    public async Task Response_EachShape_HasFieldsInTheirPlaces(RenderShape shape, string place, string url)
    {
        await using var caller = await Caller.SignedInAsync(Caller.Plain with { RenderShape = shape });
        var submitted = (await caller.RenderDraftAsync("render_1")).Body;
        var completed = (await caller.GetAsync(Lambda + "/render_1")).Body;

        Assert.Equal("render_1", At(submitted, place).GetProperty("id").GetString());
        Assert.Equal("pending", At(submitted, place).GetProperty("status").GetString());
        Assert.Equal("completed", At(completed, place).GetProperty("status").GetString());
        Assert.Equal(100, At(completed, place).GetProperty("progress").GetInt32());
        Assert.StartsWith(caller.Host.CdnUrl.AbsoluteUri, At(At(completed, place), url).GetString(), StringComparison.Ordinal);
        Assert.Equal(shape is RenderShape.Envelope or RenderShape.Nested, completed.TryGetProperty("code", out _));
        Assert.Equal(shape == RenderShape.Wrapped, completed.TryGetProperty("success", out _));
    }

    [Theory]
    [InlineData(RenderShape.Top, "")]
    [InlineData(RenderShape.Nested, "data.data")]
    public async Task Response_WithoutOutputUrl_AllowsDownloadThroughApiOnly(RenderShape shape, string place)
    {
        await using var caller = await Caller.SignedInAsync(Caller.Plain with { RenderShape = shape, NoOutputUrl = true });
        await caller.RenderDraftAsync("render_1");
        var status = At((await caller.GetAsync(Lambda + "/render_1")).Body, place);

        Assert.Equal("completed", status.GetProperty("status").GetString());
        Assert.DoesNotContain("http", status.GetRawText(), StringComparison.Ordinal);
        Assert.NotEmpty(await caller.Http.GetByteArrayAsync("/api/render/proxy/render_1/download", Caller.Ending));
    }

    [Theory]
    [InlineData(RenderShape.Top, "")]
    [InlineData(RenderShape.Nested, "data.data")]
    public async Task Render_Failed_HasErrorAndStaysFailed(RenderShape shape, string place)
    {
        await using var caller = await Caller.SignedInAsync(Caller.Plain with { RenderShape = shape });
        caller.Host.AddFault($"POST {Lambda}: fail render \"codec \"x\" is missing\"");
        var submitted = At((await caller.RenderDraftAsync("render_1")).Body, place);

        Assert.Equal("pending", submitted.GetProperty("status").GetString());
        Assert.False(submitted.TryGetProperty("error", out _));
        for (var i = 0; i < 2; i++)
        {
            var status = At((await caller.GetAsync(Lambda + "/render_1")).Body, place);
            Assert.Equal("failed", status.GetProperty("status").GetString());
            Assert.Equal("codec \"x\" is missing", status.GetProperty("error").GetString());
        }

        Assert.Equal(HttpStatusCode.NotFound, (await caller.GetAsync("/api/render/proxy/render_1/download")).Status);
        Assert.Equal("pending", At((await caller.RenderDraftAsync("render_2")).Body, place).GetProperty("status").GetString());
    }

    [Fact]
    public async Task Submit_AfterFailure_IsAcceptedWithNewId()
    {
        await using var caller = await Caller.WithClipAsync();
        caller.Host.AddFault($"POST {Lambda}: status 500");

        Assert.Equal(HttpStatusCode.InternalServerError, (await caller.RenderDraftAsync("render_1", caller.Session)).Status);
        Assert.Equal("pending", (await caller.RenderDraftAsync("render_2", caller.Session)).Body.GetProperty("status").GetString());
        Assert.Equal(HttpStatusCode.NotFound, (await caller.GetAsync(Lambda + "/render_1")).Status);
    }

    [Fact]
    public async Task Render_TokenWasRenewed_IsOrphaned()
    {
        var clientId = Guid.NewGuid().ToString();
        await using var caller = await Caller.StartAsync();
        caller.UseToken((await caller.IssueTokenAsync(clientId)).Data.GetProperty("token").GetString()!);
        await caller.RenderDraftAsync("render_1");
        caller.Host.RevokeTokens();
        caller.UseToken((await caller.IssueTokenAsync(clientId)).Data.GetProperty("token").GetString()!);

        Assert.Equal(HttpStatusCode.NotFound, (await caller.GetAsync(Lambda + "/render_1")).Status);
    }

    [Theory]
    [InlineData("id")]
    [InlineData("sessionId")]
    [InlineData("draft")]
    [InlineData("output")]
    public async Task Submit_WithoutRequiredField_Returns400(string missing)
    {
        await using var caller = await Caller.WithClipAsync();
        var fields = new Dictionary<string, object>
        {
            ["id"] = "render_1",
            ["sessionId"] = caller.Session,
            ["draft"] = await caller.ReadDraftAsync(caller.Session),
            ["output"] = new { format = "mp4", quality = "high" },
        };
        fields.Remove(missing);

        Assert.Equal(HttpStatusCode.BadRequest, (await caller.PostAsync(Lambda, fields)).Status);
    }

    /// <summary>The element at the end of a path of names with points between them.</summary>
    private static JsonElement At(JsonElement element, string path) =>
        path.Split('.', StringSplitOptions.RemoveEmptyEntries).Aggregate(element, (found, name) => found.GetProperty(name));
}
