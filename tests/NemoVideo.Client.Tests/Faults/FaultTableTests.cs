using System.Text.Json;
using NemoVideo.Client.Tests.Errors;

namespace NemoVideo.Client.Tests.Faults;

/// <summary>
/// Each fault with each call, once and always, over real sockets with the emulator's fault plan. docs/faults.md has the expected
/// outcomes.
/// </summary>
public sealed class FaultTableTests(FaultService service) : IClassFixture<FaultService>
{
    private static readonly string[] Attribution = ["X-Skill-Source", "X-Skill-Version", "X-Skill-Platform"];

    /// <summary>Each fault with each call that it applies to, once and always.</summary>
    public static TheoryData<string, string, string> Cells { get; } = new(
        from call in FaultCall.All
        from fault in Fault.All
        where fault.Fits(call)
        from often in (string[])["once", "always"]
        select (fault.Name, call.Name, often));

    /// <summary>The rows of docs/faults.md. The outcomes use the notation of <see cref="FaultRun"/>, without spaces.</summary>
    private static readonly List<(string[] Faults, string[] Calls, string Once, string Always)> Rules =
    [
        .. File.ReadLines(Path.Combine(SourceTree.Root, "docs", "faults.md"))
            .SkipWhile(static line => !line.StartsWith("| Fault |", StringComparison.Ordinal)).Skip(2)
            .Select(static line => line.Trim('|', ' ').Split('|', StringSplitOptions.TrimEntries))
            .Select(static cells => (cells[0].Split(", "), NamesIn(cells[1]), cells[2], cells[3] == "=" ? cells[2] : cells[3])),
    ];

    [Theory]
    [MemberData(nameof(Cells))]
    public async Task Call_WithFault_MatchesTable(string fault, string call, string often)
    {
        var called = FaultCall.Named(call);
        await using var run = await FaultRun.StartAsync(called, await service.HostForAsync(called));

        var cell = await run.RunAsync(Fault.Named(fault), isOnce: often == "once");

        AssertRecords(run);
        await run.AskAgainAsync();
        var rule = Assert.Single(Rules, rule => rule.Faults.Contains(fault) && rule.Calls.Contains(call));
        // The pause after a 429 without Retry-After is 30 seconds.
        var expected = (often == "once" ? rule.Once : rule.Always).Replace("P", fault == "429" ? "30" : "7", StringComparison.Ordinal)
            .Replace("xL", "x30?60?60?60?60?60?", StringComparison.Ordinal).Replace("?L", "?30?60?60?60?60?60?", StringComparison.Ordinal);
        Assert.Equal(expected.Trim('`'), cell.Replace(" ", "", StringComparison.Ordinal));
    }

    private static string[] NamesIn(string calls) =>
        [.. calls.Split(' ').SelectMany(static name => name == "reads"
            ? ServiceCall.All.Where(static call => call.Group == "read").Select(static call => call.Name) : [name])];

    private static IEnumerable<string?> SubmittedIds(FaultRun run) => run.Requests
        .Where(static request => request is { Method: "POST", Path: "/api/render/proxy/lambda", Body: not null })
        .Select(static request => JsonDocument.Parse(request.Body!).RootElement.GetProperty("id").GetString());

    /// <summary>The emulator's records must show this for any fault.</summary>
    private static void AssertRecords(FaultRun run)
    {
        var session = run.Host.Sessions.SingleOrDefault(session => session.Id == run.Target?.Session);
        Assert.InRange(session?.MessageCount ?? 0, 0, 1);
        Assert.InRange(session?.UploadCount ?? 0, 0, 2);
        Assert.InRange(SubmittedIds(run).Distinct().Count(), 0, 4);
        Assert.All(run.Requests.Where(static request => request.Origin == "api"), request =>
        {
            Assert.All(Attribution, header => Assert.NotEmpty(request.Headers[header]));
            Assert.Equal(request.Path != FaultCall.Token.Path, request.HasAuthorization);
        });
        Assert.All(run.Requests.Where(static request => request.Origin != "api"), request => Assert.False(request.HasAuthorization));
    }
}
