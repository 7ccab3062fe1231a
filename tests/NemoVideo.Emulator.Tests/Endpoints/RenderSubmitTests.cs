namespace NemoVideo.Emulator.Tests.Endpoints;

public sealed class RenderSubmitTests
{
    [Fact]
    public async Task Submit_Always_CostsNothing()
    {
        await using var caller = await Caller.SignedInAsync();
        await caller.RenderDraftAsync("render_1");

        Assert.Equal(1000, await caller.ReadAvailableAsync());
    }

    [Theory]
    [InlineData("X-Skill-Source")]
    [InlineData("X-Skill-Version")]
    [InlineData("X-Skill-Platform")]
    public async Task Submit_WithoutAttribution_Returns402(string missing)
    {
        await using var caller = await Caller.WithClipAsync();
        var draft = (await caller.ReadDraftAsync(caller.Session)).GetRawText();
        caller.Http.DefaultRequestHeaders.Remove(missing);
        var reply = await caller.SubmitRenderAsync("render_1", caller.Session, draft);

        Assert.Equal(HttpStatusCode.PaymentRequired, reply.Status);
        Assert.Equal(402, reply.Code);
    }

    [Fact]
    public async Task Submit_UsedId_Returns409()
    {
        await using var caller = await Caller.SignedInAsync();
        await caller.RenderDraftAsync("render_1");
        var reply = await caller.RenderDraftAsync("render_1");

        Assert.Equal(HttpStatusCode.Conflict, reply.Status);
        Assert.Equal(409, reply.Code);
    }

    [Fact]
    public async Task Submit_UnknownSession_Returns1002()
    {
        await using var caller = await Caller.SignedInAsync();

        Assert.Equal(1002, (await caller.SubmitRenderAsync("render_1", "nowhere", """{"t":[{"tt":0,"sg":[{"d":1}]}]}""")).Code);
    }

    [Fact]
    public async Task Submit_EmptyDraft_Returns400()
    {
        await using var caller = await Caller.SignedInAsync();
        var session = await caller.CreateSessionAsync();

        Assert.Equal(HttpStatusCode.BadRequest, (await caller.SubmitRenderAsync("render_1", session, """{"t":[]}""")).Status);
    }

    [Fact]
    public async Task Submit_OfDraft_RecordsItsTextUnchanged()
    {
        await using var caller = await Caller.WithClipAsync();
        var draft = (await caller.ReadDraftAsync(caller.Session)).GetRawText();
        await caller.SubmitRenderAsync("render_1", caller.Session, draft);
        var record = (await caller.GetAsync("/_emulator/renders")).Body[0];
        Assert.Equal(draft, record.GetProperty("draft").GetString());
    }
}
