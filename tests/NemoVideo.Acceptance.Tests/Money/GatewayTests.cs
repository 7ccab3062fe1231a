using System.Collections.Concurrent;

namespace NemoVideo.Acceptance.Tests.Money;

/// <summary>
/// A gateway answers a message in the service's place, whether or not the message was carried out: with each status, as a page, without a
/// body, with JSON of its own, and with the service's documented JSON (companies with scanning proxies; earendil-works/pi 6239,
/// anthropics/claude-code 58294).
/// </summary>
[Trait("Source", "people.md A 1")]
public sealed class GatewayTests(SharedEmulator service) : IClassFixture<SharedEmulator>
{
    private static readonly int[] Common = [400, 401, 403, 404, 408, 413, 418, 422, 429, 451, 500, 502, 503, 504, 524];

    private static readonly string[] Bodies = ["page", "empty", "foreign", "documented"];

    private static int[] Statuses => LongTest.IsRequested ? [.. Enumerable.Range(400, 200)] : Common;

    [Fact]
    public async Task NewNemoVideo_RunTwice_MessageThatWasCarriedOutLeavesOnce()
    {
        await using var setup = await service.StartAsync();
        await using var gateway = new MessageGateway(setup);
        setup.Folder.AddClip("a.mp4");
        var cases = Case.All(Statuses, Bodies);
        var command = $"{Rows(cases)} | New-NemoVideo -Destination out -ThrottleLimit 8 -ErrorAction SilentlyContinue > $null";

        await setup.RunConnectedAsync(command, TimeSpan.FromMinutes(15));
        var sent = gateway.Counts(cases);
        await setup.RunConnectedAsync(command, TimeSpan.FromMinutes(15));

        Assert.Equal(Describe(cases, static one => one.SentInCall), Describe(cases, one => sent[one]));
        var sentInAll = gateway.Counts(cases);
        Assert.Equal(Describe(cases, static one => one.SentInTwoRuns), Describe(cases, one => sentInAll[one]));
        Assert.Equal(cases.Count(static one => one.IsExecutedAtLast), await service.MessageCountAsync());
        Assert.Equal(cases.Count(static one => one.IsExecutedAtLast), setup.Folder.Files("out").Count);
    }

    [Fact]
    public async Task InvokeNemoEdit_MessageThatWasCarriedOutLeavesOnce()
    {
        await using var setup = await service.StartAsync();
        await using var gateway = new MessageGateway(setup);
        setup.Folder.AddClip("a.mp4");
        var cases = Case.All(Statuses, Bodies);

        await setup.RunConnectedAsync(
            $"{Rows(cases)} | ForEach-Object {{ $number++; if ($number % 40 -eq 1) {{ $session = (Send-NemoUpload a.mp4 -SessionPerFile).SessionId }}; "
                + "Invoke-NemoEdit -SessionId $session -Message $_.Message -ErrorAction SilentlyContinue -WarningAction SilentlyContinue > $null }",
            TimeSpan.FromMinutes(15));

        var sent = gateway.Counts(cases);
        Assert.Equal(Describe(cases, static one => one.SentInCall), Describe(cases, one => sent[one]));
        Assert.Equal(cases.Count(static one => one.IsDone || one.IsRepeated), await service.MessageCountAsync());
    }

    /// <summary>Codes that end a batch, or that the session is gone, are tried alone.</summary>
    [Theory]
    [InlineData("""{"code":2001,"message":"no credits"}""", true)]
    [InlineData("""{"code":2001,"message":"no credits"}""", false)]
    [InlineData("""{"code":1002,"message":"no such session"}""", true)]
    [InlineData("""{"code":1002,"message":"no such session"}""", false)]
    [InlineData("""{"detail":"Session not found"}""", true)]
    public async Task NewNemoVideo_RunTwiceAfterOneRejection_SendsAgainOnlyWhatHadNoEffect(string body, bool isDone)
    {
        await using var setup = await service.StartAsync();
        var sent = 0;
        await using var gateway = new Gateway(setup, async request =>
        {
            if (!request.IsMessage || ++sent > 1)
            {
                return null;
            }

            _ = isDone ? await request.ForwardAsync() : null;
            return GatewayReply.Json(body, 404);
        });
        setup.Folder.AddClip("a.mp4");
        const string Command = "New-NemoVideo 'add a title \"Day one\"' -Path a.mp4 -Destination out";

        Assert.Single((await setup.RunConnectedAsync(Command)).Errors);
        var again = await setup.RunConnectedAsync(Command);

        Assert.Equal("Succeeded", again.WithoutErrors().Single().GetProperty("Status").ToString());
        Assert.Equal((isDone ? 1 : 2, 1), (sent, await service.MessageCountAsync()));
    }

    private static string Rows(IReadOnlyList<Case> cases) =>
        $"'{string.Join("\n", cases.Select(static one => one.Message))}' -split \"`n\" | ForEach-Object {{ [pscustomobject]@{{ Path = 'a.mp4'; "
        + "Message = $_; OutputName = $_ -replace '\\W+', '-' } }";

    private static List<string> Describe(IReadOnlyList<Case> cases, Func<Case, int> count) =>
        [.. cases.Select(one => $"{one.Message}: {count(one)}")];

    /// <summary>The first response to a message.</summary>
    private sealed record Case(int Status, string Body, bool IsDone)
    {
        /// <summary>The title makes each case a job of its own.</summary>
        public string Message => $"add the title \"{Status} {Body} {(IsDone ? "done" : "not done")}\"";

        /// <summary>Whether the service itself rejects the message. A 408 and a 5xx never do.</summary>
        private bool IsRejected => Body == "documented" && Status is < 500 and not 408;

        /// <summary>Whether the call sends the message again: after 401 and 429, if the timeline is unchanged.</summary>
        public bool IsRepeated => IsRejected && !IsDone && Status is 401 or 429;

        public int SentInCall => IsRepeated ? 2 : 1;

        public int SentInTwoRuns => IsRejected && !IsDone ? 2 : 1;

        /// <summary>Whether the message is carried out in the first or the second run.</summary>
        public bool IsExecutedAtLast => IsDone || IsRejected;

        public static List<Case> All(IEnumerable<int> statuses, string[] bodies) =>
            [.. from status in statuses from body in bodies from isDone in (bool[])[true, false] select new Case(status, body, isDone)];

        public GatewayReply Reply => Body switch
        {
            "page" => new(Status, "text/html", $"<html><head><title>{Status}</title></head><body><h1>Acme Web Gateway</h1></body></html>"),
            "empty" => new(Status, null, ""),
            "foreign" => new(Status, "application/json", $$"""{"status":{{Status}},"error":"Blocked","path":"/run_sse"}"""),
            _ => new(Status, "application/json", $$"""{"code":{{(Status is 401 or 429 ? Status : 400)}},"message":"rejected"}"""),
        };
    }

    /// <summary>Responds to each message once as its case says, and counts the messages.</summary>
    private sealed class MessageGateway : IAsyncDisposable
    {
        private readonly ConcurrentDictionary<string, int> _sent = new();
        private readonly Gateway _gateway;

        public MessageGateway(TestSetup setup)
        {
            var replies = Case.All(Statuses, Bodies).ToDictionary(static one => one.Message);
            _gateway = new Gateway(setup, async request =>
            {
                if (!request.IsMessage || _sent.AddOrUpdate(request.Message, 1, static (_, count) => count + 1) > 1)
                {
                    return null;
                }

                var one = replies[request.Message];
                _ = one.IsDone ? await request.ForwardAsync() : null;
                return one.Reply;
            });
        }

        public Dictionary<Case, int> Counts(IReadOnlyList<Case> cases) =>
            cases.ToDictionary(static one => one, one => _sent.GetValueOrDefault(one.Message));

        public ValueTask DisposeAsync() => _gateway.DisposeAsync();
    }
}
