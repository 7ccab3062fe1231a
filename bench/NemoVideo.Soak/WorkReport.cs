using System.Globalization;

namespace NemoVideo.Soak;

/// <summary>Writes what was done, as the client and the server each saw it, and whether anything is missing.</summary>
internal sealed class WorkReport(TextWriter output, Tally tally, RequestLedger ledger, RoundChecker checker)
{
    private static readonly CultureInfo Culture = CultureInfo.InvariantCulture;

    /// <returns>Whether nothing was lost.</returns>
    public bool Write(TimeSpan elapsed, bool hasFaults, FaultRain rain)
    {
        var requests = ledger.Counts.Values.Sum();
        output.WriteLine(string.Create(
            Culture, $"{checker.Right} rounds in {elapsed.TotalSeconds:0} s, {checker.Right / elapsed.TotalSeconds:0.0} a second, {requests} requests, {requests / elapsed.TotalSeconds:0} a second"));
        foreach (var (kind, count) in ledger.Counts)
        {
            output.WriteLine($"  {count,8}  {kind}");
        }

        output.WriteLine("Each step, in ms (median, 99 of 100):");
        foreach (var (name, times) in Round.StepNames.Zip(tally.Steps))
        {
            output.WriteLine(string.Create(Culture, $"  {name,-9} {times.Quantile(0.5).TotalMilliseconds,7:0} {times.Quantile(0.99).TotalMilliseconds,7:0}"));
        }

        if (hasFaults)
        {
            output.WriteLine($"{rain.Count} faults, {rain.Revocations} times all tokens revoked; {ledger.Refused} requests refused, {ledger.Broken} broken");
        }

        output.WriteLine($"{ledger.Cut} connections gone before the server had noted the end of the answer");
        foreach (var example in ledger.Examples)
        {
            output.WriteLine($"  {example}");
        }

        var problems = Problems(hasFaults, rain.Revocations).ToList();
        problems.ForEach(problem => output.WriteLine($"  LOST: {problem}"));
        return problems.Count == 0;
    }

    private IEnumerable<string> Problems(bool hasFaults, int revocations)
    {
        foreach (var failure in tally.Failures)
        {
            yield return failure;
        }

        if (tally.FailedCount > 0 || checker.Right != tally.Begun)
        {
            yield return $"{tally.Begun} rounds were begun, {tally.FailedCount} failed, {checker.Right} are as they must be";
        }

        if (checker.Right == 0)
        {
            yield return "nothing was done";
        }

        if (ledger.WithoutAttribution > 0)
        {
            yield return $"{ledger.WithoutAttribution} requests without the three headers";
        }

        if (ledger.Missing > 0)
        {
            yield return $"{ledger.Missing} requests are not on record any more";
        }

        if (!hasFaults && ledger.Refused + ledger.Broken > 0)
        {
            yield return $"{ledger.Refused} requests were refused, {ledger.Broken} were broken";
        }

        // Two hundred sessions that find their token gone at the same time ask for one new one.
        var tokens = ledger.Counts.GetValueOrDefault("POST /api/auth/anonymous-token");
        if (tokens != 1 + revocations)
        {
            yield return $"{tokens} tokens were asked for, not {1 + revocations}";
        }
    }
}
