using System.Globalization;

namespace NemoVideo.Soak;

/// <summary>Reports the work that the client and the server counted, and the differences.</summary>
internal sealed class WorkReport(TextWriter output, Tally tally, RequestLedger ledger, RoundChecker checker)
{
    private static readonly CultureInfo Culture = CultureInfo.InvariantCulture;

    /// <returns>Whether no work was lost.</returns>
    public bool Write(TimeSpan elapsed, bool hasFaults, FaultInjector injector)
    {
        var requests = ledger.Counts.Values.Sum();
        output.WriteLine(string.Create(
            Culture, $"{checker.Right} rounds in {elapsed.TotalSeconds:0} s, {checker.Right / elapsed.TotalSeconds:0.0} per second, {requests} requests, {requests / elapsed.TotalSeconds:0} per second"));
        foreach (var (kind, count) in ledger.Counts)
        {
            output.WriteLine($"  {count,8}  {kind}");
        }

        output.WriteLine("Each step, in ms (median, 99th percentile):");
        foreach (var (name, times) in Round.StepNames.Zip(tally.Steps))
        {
            output.WriteLine(string.Create(Culture, $"  {name,-9} {times.Quantile(0.5).TotalMilliseconds,7:0} {times.Quantile(0.99).TotalMilliseconds,7:0}"));
        }

        if (hasFaults)
        {
            output.WriteLine($"{injector.FaultCount} faults, {injector.RevocationCount} revocations of all tokens; {ledger.Rejected} requests rejected, {ledger.Broken} without response");
        }

        output.WriteLine($"{ledger.Cut} connections ended before the server recorded the end of the response");
        foreach (var example in ledger.Examples)
        {
            output.WriteLine($"  {example}");
        }

        var problems = Problems(hasFaults, injector.RevocationCount).ToList();
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
            yield return $"{tally.Begun} rounds started, {tally.FailedCount} failed, {checker.Right} correct";
        }

        if (checker.Right == 0)
        {
            yield return "no round was completed";
        }

        if (ledger.WithoutAttribution > 0)
        {
            yield return $"{ledger.WithoutAttribution} requests without the three attribution headers";
        }

        if (ledger.Missing > 0)
        {
            yield return $"{ledger.Missing} requests are no longer in the log";
        }

        if (!hasFaults && ledger.Rejected + ledger.Broken > 0)
        {
            yield return $"{ledger.Rejected} requests were rejected, {ledger.Broken} had no response";
        }

        // All sessions that find the token revoked at the same time share one request for a new one.
        var tokens = ledger.Counts.GetValueOrDefault("POST /api/auth/anonymous-token");
        if (tokens != 1 + revocations)
        {
            yield return $"{tokens} tokens were requested, not {1 + revocations}";
        }
    }
}
