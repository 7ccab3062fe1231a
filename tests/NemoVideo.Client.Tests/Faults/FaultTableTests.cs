using System.Text.Json;
using NemoVideo.Client.Http;

namespace NemoVideo.Client.Tests.Faults;

/// <summary>
/// Each fault with each call, once and always, over real sockets with the emulator's fault plan. docs/faults.md has the expected
/// outcomes; the run prints the matrix.
/// </summary>
public sealed class FaultTableTests(FaultService service) : IClassFixture<FaultService>
{
    private static readonly string[] Attribution = ["X-Skill-Source", "X-Skill-Version", "X-Skill-Platform"];

    public static TheoryData<string, string, string> Cells
    {
        get
        {
            var data = new TheoryData<string, string, string>();
            foreach (var (fault, call, often) in FaultTable.Cells)
            {
                data.Add(fault, call, often);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public async Task Call_WithFault_MatchesTable(string fault, string call, string often)
    {
        var called = FaultCall.Named(call);
        await using var bench = await FaultBench.StartAsync(called, await service.HostForAsync(called));

        var cell = await bench.RunAsync(Fault.Named(fault), isOnce: often == "once");

        service.Note(fault, call, often, cell);
        AssertRecords(bench);
        await bench.AskAgainAsync();
        var rule = Assert.Single(FaultTable.Rules, rule => rule.Covers(fault, call));
        Assert.Equal(rule.CellOf(fault, often), cell.Replace(" ", "", StringComparison.Ordinal));
    }

    [Fact]
    public void Table_AllFaults_CoversEachCellOnce()
    {
        Assert.All(FaultTable.Cells, cell => Assert.Single(FaultTable.Rules, rule => rule.Covers(cell.Fault, cell.Call)));
        Assert.All(FaultTable.Rules, rule =>
        {
            Assert.All(rule.Faults, name => Assert.Contains(Fault.All, fault => fault.Name == name));
            Assert.All(rule.Calls, name => Assert.Contains(FaultCall.All, call => call.Name == name));
        });
    }

    private static IEnumerable<string?> SubmittedIds(FaultBench bench) => bench.Requests
        .Where(static request => request is { Method: "POST", Path: "/api/render/proxy/lambda", Body: not null })
        .Select(static request => JsonDocument.Parse(request.Body!).RootElement.GetProperty("id").GetString());

    /// <summary>The emulator's records must show this for any fault.</summary>
    private static void AssertRecords(FaultBench bench)
    {
        var session = bench.Host.Sessions.SingleOrDefault(session => session.Id == bench.Session);
        Assert.InRange(session?.MessageCount ?? 0, 0, 1);
        Assert.InRange(session?.UploadCount ?? 0, 0, 2);
        Assert.InRange(SubmittedIds(bench).Distinct().Count(), 0, 2);
        Assert.All(bench.Requests.Where(static request => request.Origin == "api"), request =>
        {
            Assert.All(Attribution, header => Assert.NotEmpty(request.Headers[header]));
            Assert.Equal(request.Path != FaultCall.Token.Path, request.HasAuthorization);
        });
        Assert.All(bench.Requests.Where(static request => request.Origin != "api"), request => Assert.False(request.HasAuthorization));
    }
}
