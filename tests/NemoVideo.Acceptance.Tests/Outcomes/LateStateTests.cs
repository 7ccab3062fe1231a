using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json.Nodes;

namespace NemoVideo.Acceptance.Tests.Outcomes;

/// <summary>
/// The last write of a turn lands after its stream has ended: the vendor's own skill tells its agents to read the state once more
/// (nemovideo/agent-plugins, 3f286432). The video is the timeline. Without all tests, the seconds of the module and of the delays are
/// tenths.
/// </summary>
[Trait("Source", "people.md A 2")]
public sealed class LateStateTests(SharedEmulator service) : IClassFixture<SharedEmulator>
{
    private const string Message = "trim to 3 seconds, add the title \"Day one\"";

    private static readonly double Scale = LongTest.IsRequested ? 1 : 0.1;

    private static readonly string Connect = string.Create(
        CultureInfo.InvariantCulture,
        $$"""
        Connect-Nemo -WarningAction SilentlyContinue 6> $null -Option @{ StatePollIntervalSec = {{2 * Scale}}; RecoveryDelaySec = {{30 * Scale}}
            RecoveryIntervalSec = {{60 * Scale}}; RenderPollIntervalSec = {{Scale}} }

        """);

    public static MatrixTheoryData<int, string> Delays { get; } = new([0, 1, 6, 20], ["whole", "in parts"]);

    [Theory]
    [MemberData(nameof(Delays))]
    public async Task NewNemoVideo_StateIsLate_LastExportHasTheWholeEdit(int seconds, string how)
    {
        await using var setup = await service.StartAsync();
        await using var gateway = new LateService(setup, TimeSpan.FromSeconds(seconds * Scale), how == "whole" ? null : static _ => true);
        setup.Folder.AddClip("a.mp4");
        var command = $"{Connect}New-NemoVideo '{Message}' -Path a.mp4 -Destination out";

        var output = await setup.RunAsync(command);

        Assert.Equal("Succeeded", output.WithoutErrors().Single().GetProperty("Status").ToString());
        Assert.Equal(1, await service.MessageCountAsync());
        var exports = await ExportsAsync(setup);
        Assert.Contains("Day one", exports[^1], StringComparison.Ordinal);
        Assert.InRange(exports.Count, 1, 2);
        Assert.Equal("AlreadyDone", (await setup.RunAsync(command)).Single().GetProperty("Status").ToString());
    }

    [Fact]
    public async Task WaitNemoExport_TimelineChangedSinceTheExport_Warns()
    {
        await using var setup = await service.StartAsync();
        await using var gateway = new LateService(setup, delay: null, static _ => true);
        setup.Folder.AddClip("a.mp4");

        var output = await setup.RunAsync(
            $"{Connect}Send-NemoUpload a.mp4 | Invoke-NemoEdit '{Message}' | Start-NemoExport | Wait-NemoExport -Destination out");

        Assert.Contains("has changed since its export was started", output.WithoutErrors().Text, StringComparison.Ordinal);
    }

    /// <summary>Behind a load balancer whose cookie isn't sent back, reads alternate between two replicas, one of which is late.</summary>
    [Fact]
    [Trait("Source", "vacuumlabs/adalite 195")]
    public async Task NewNemoVideo_ReplicasDiffer_StateBeforeTheMessageIsNotExported()
    {
        await using var setup = await service.StartAsync();
        var reads = 0;
        await using var gateway = new LateService(setup, TimeSpan.FromSeconds(12 * Scale), _ => ++reads % 2 == 0) { AlternatesWithEarlier = true };
        setup.Folder.AddClip("a.mp4");
        var command = $"{Connect}New-NemoVideo '{Message}' -Path a.mp4 -Destination out";

        var output = await setup.RunAsync(command);
        output = output.Errors.Count > 0 ? await setup.RunAsync(command) : output;

        Assert.Equal("Succeeded", output.WithoutErrors().Single().GetProperty("Status").ToString());
        Assert.All(await ExportsAsync(setup), static draft => Assert.Contains("Day one", draft, StringComparison.Ordinal));
        Assert.Equal(1, await service.MessageCountAsync());
    }

    private async Task<List<string>> ExportsAsync(TestSetup setup)
    {
        var sessions = (await service.SessionsAsync()).Select(static session => session.Id).ToList();
        return [.. (await setup.Emulator.RequestsAsync("/api/render/proxy/lambda"))
            .Where(request => request.Method == "POST" && sessions.Exists(id => request.Body!.Contains(id, StringComparison.Ordinal)))
            .Select(static request => request.Body!)];
    }

    /// <summary>
    /// Hides an edit for a time after its stream: as a whole, or only the titles. No render is complete before the edit is visible.
    /// </summary>
    private sealed class LateService : IAsyncDisposable
    {
        private readonly ConcurrentDictionary<string, GatewayReply> _before = new();
        private readonly Gateway _gateway;
        private Stopwatch? _sinceStream;
        private bool _isExported;

        /// <param name="setup">The setup.</param>
        /// <param name="delay">The time; null until an export is started.</param>
        /// <param name="isPart">Whether a read hides only a part; null to hide the whole edit.</param>
        public LateService(TestSetup setup, TimeSpan? delay, Func<GatewayRequest, bool>? isPart)
        {
            _gateway = new Gateway(setup, async request =>
            {
                _isExported |= request is { Method: "POST", Path: "/api/render/proxy/lambda" };
                var isLate = _sinceStream is { } since && (delay is null ? !_isExported : since.Elapsed < delay);
                var reply = isLate && request.Method == "GET" && request.Path.Contains("/render/", StringComparison.Ordinal)
                    ? GatewayReply.Json("""{"id":"r","status":"processing"}""") : await request.ForwardAsync();
                if (request.IsMessage)
                {
                    _sinceStream = Stopwatch.StartNew();
                }
                else if (request.Path.StartsWith("/api/state/", StringComparison.Ordinal))
                {
                    if (!isLate)
                    {
                        _before[request.Path] = reply;
                        return reply;
                    }

                    return AlternatesWithEarlier ? (isPart!(request) ? reply : _before[request.Path])
                        : isPart is null ? _before[request.Path] : WithoutTitles(reply);
                }

                return reply;
            });
        }

        /// <summary>Whether reads alternate between the new state and the one before the message.</summary>
        public bool AlternatesWithEarlier { get; init; }

        public ValueTask DisposeAsync() => _gateway.DisposeAsync();

        private static GatewayReply WithoutTitles(GatewayReply reply)
        {
            var state = JsonNode.Parse(reply.Text)!;
            if (state["data"]?["state"]?["draft"]?["t"] is JsonArray tracks)
            {
                foreach (var title in tracks.Where(static track => (int)track!["tt"]! == 7).ToList())
                {
                    tracks.Remove(title);
                }
            }

            return new GatewayReply(reply.Status, reply.ContentType, state.ToJsonString());
        }
    }
}
