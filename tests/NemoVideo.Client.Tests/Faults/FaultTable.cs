using System.Text;
using NemoVideo.Client.Errors;
using NemoVideo.Client.Tests.Documentation;

namespace NemoVideo.Client.Tests.Faults;

/// <summary>The reviewed table of docs/faults.md and the matrix that a run prints.</summary>
internal static class FaultTable
{
    private static readonly string[] Often = ["once", "always"];

    public static IReadOnlyList<FaultRule> Rules { get; } =
    [
        .. File.ReadLines(Path.Combine(Repository.Root, "docs", "faults.md"))
            .SkipWhile(static line => !line.StartsWith("| Fault |", StringComparison.Ordinal)).Skip(2)
            .Select(static line => line.Trim('|', ' ').Split('|', StringSplitOptions.TrimEntries))
            .Select(static cells => new FaultRule(cells[0].Split(", "), NamesIn(cells[1]), cells[2], cells[3] == "=" ? cells[2] : cells[3])),
    ];

    /// <summary>Each fault with each call that it applies to, once and always.</summary>
    public static IReadOnlyList<(string Fault, string Call, string Often)> Cells { get; } =
    [
        .. from call in FaultCall.All
           from fault in Fault.All
           where fault.Fits(call)
           from often in Often
           select (fault.Name, call.Name, often),
    ];

    /// <summary>A matrix with a row for each fault and a column for each call: the outcomes for a single and for a permanent fault.</summary>
    public static string Print(IReadOnlyDictionary<(string Fault, string Call, string Often), string> cells)
    {
        var text = new StringBuilder("What became of each call under each fault, where the fault came once / where it stayed (docs/faults.md):\n");
        text.Append(Row("", FaultCall.All.Select(static call => call.Name)));
        foreach (var fault in Fault.All)
        {
            text.Append(Row(fault.Name, FaultCall.All.Select(call =>
                fault.Fits(call) ? string.Join('/', Often.Select(often => Short(cells[(fault.Name, call.Name, often)]))) : "-")));
        }

        return text.Append("ok done, nc no connection, lost connection lost, late deadline, 5xx service's failure, bad unreadable answer, auth, 429, 404 orphaned\n").ToString();
    }

    private static string[] NamesIn(string calls) =>
        [.. calls.Split(' ').SelectMany(static name => name == "reads" ? FaultCall.Reads.Select(static call => call.Name) : [name])];

    private static string Row(string name, IEnumerable<string> cells) =>
        name.PadRight(23) + string.Concat(cells.Select(static cell => cell.PadRight(10))).TrimEnd() + "\n";

    private static string Short(string cell) => cell.Split(':')[0] switch
    {
        nameof(NemoErrorKind.ConnectionFailed) => "nc",
        nameof(NemoErrorKind.ConnectionLost) => "lost",
        nameof(NemoErrorKind.Timeout) => "late",
        nameof(NemoErrorKind.ServiceFailure) => "5xx",
        nameof(NemoErrorKind.InvalidResponse) => "bad",
        nameof(NemoErrorKind.Authentication) => "auth",
        nameof(NemoErrorKind.RateLimited) => "429",
        nameof(NemoErrorKind.RenderNotFound) => "404",
        var other => other,
    };
}

/// <summary>
/// Expected outcomes of calls with faults: a row of docs/faults.md. <c>Once</c> and <c>Always</c> use the notation of <see
/// cref="FaultBench"/>, without spaces, and <c>P</c> for the pause after a 429.
/// </summary>
internal sealed record FaultRule(IReadOnlyList<string> Faults, IReadOnlyList<string> Calls, string Once, string Always)
{
    public bool Covers(string fault, string call) => Faults.Contains(fault) && Calls.Contains(call);

    public string CellOf(string fault, string often) =>
        (often == "once" ? Once : Always).Trim('`').Replace("P", fault == "429" ? "30" : "7", StringComparison.Ordinal);
}
